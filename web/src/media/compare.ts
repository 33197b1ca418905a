import type { RecordKey } from '../api/types';

/** A record key of several runs: the runs that have it, and from which step to which. */
export interface SharedKey {
  key: string;
  type: string;
  runs: number[];
  first: number;
  last: number;
}

/** The keys that any of the runs has, those of most runs first, then by name. */
export function sharedKeys(byRun: ReadonlyMap<number, readonly RecordKey[]>): SharedKey[] {
  const all = new Map<string, SharedKey>();
  for (const [run, keys] of byRun)
    for (const { key, type, firstStep, lastStep } of keys) {
      const id = `${type} ${key}`;
      const known = all.get(id);
      if (!known) all.set(id, { key, type, runs: [run], first: firstStep, last: lastStep });
      else Object.assign(known, { runs: [...known.runs, run], first: Math.min(known.first, firstStep), last: Math.max(known.last, lastStep) });
    }
  return [...all.values()].sort((a, b) => b.runs.length - a.runs.length || a.key.localeCompare(b.key, 'en', { numeric: true }));
}
