import type { RecordKey, RunRecord } from '../api/types';

/** A record key of several runs: the runs that have it, and from which step to which. */
export interface SharedKey {
  key: string;
  type: string;
  runs: number[];
  first: number;
  last: number;
}

// What is looked at rather than read comes first.
const LATE = ['table', 'json', 'text'];

/** The keys that any of the runs has, those of most runs first, pictures before tables, then by name. */
export function sharedKeys(byRun: ReadonlyMap<number, readonly RecordKey[]>): SharedKey[] {
  const all = new Map<string, SharedKey>();
  for (const [run, keys] of byRun)
    for (const { key, type, firstStep, lastStep } of keys) {
      const id = `${type} ${key}`;
      const known = all.get(id);
      if (!known) all.set(id, { key, type, runs: [run], first: firstStep, last: lastStep });
      else Object.assign(known, { runs: [...known.runs, run], first: Math.min(known.first, firstStep), last: Math.max(known.last, lastStep) });
    }
  return [...all.values()].sort((a, b) => b.runs.length - a.runs.length || LATE.indexOf(a.type) - LATE.indexOf(b.type) || a.key.localeCompare(b.key, 'en', { numeric: true }));
}

/** From the least to the greatest edge of all histograms; undefined where none has edges. */
export function sharedRange(records: readonly RunRecord[]): readonly [number, number] | undefined {
  const edges = records.flatMap(({ value }) => (Array.isArray(value.edges) ? (value.edges as number[]) : [])).filter(Number.isFinite);
  return edges.length === 0 ? undefined : [edges.reduce((a, b) => Math.min(a, b)), edges.reduce((a, b) => Math.max(a, b))];
}
