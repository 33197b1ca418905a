import type { Json, RunGroup, RunRow } from '../api/types';
import { columnName } from './completion';
import { quoted } from './filter';

/** A line of the table: a run, a group of runs, or one that is still being loaded. */
export type Line =
  | { kind: 'run'; row: RunRow; depth: number; below: number; open: boolean }
  | { kind: 'group'; group: RunGroup; key: string; open: boolean }
  /** What stands under the group or parent `key` and is not loaded. */
  | { kind: 'more'; key: string; depth: number; shown: number; of: number }
  | { kind: 'wait'; depth: number };

/** Lines that stand under the line `after` of a list. */
export interface Insert {
  after: number;
  count: number;
  at: (index: number) => Line;
}

/** A list with other lists opened within it, without making either: how many lines, and what each is. */
export function spliced(count: number, at: (index: number) => Line, inserts: readonly Insert[]): { count: number; at: (index: number) => Line } {
  const sorted = inserts.filter((one) => one.count > 0 && one.after < count).toSorted((a, b) => a.after - b.after);
  return {
    count: count + sorted.reduce((sum, one) => sum + one.count, 0),
    at: (index) => {
      let rest = index;
      for (const insert of sorted) {
        if (rest <= insert.after) break;
        if (rest <= insert.after + insert.count) return insert.at(rest - insert.after - 1);
        rest -= insert.count;
      }
      return at(rest);
    },
  };
}

/**
 * The rows of each key in the order of their pages, as far as all pages before are here; undefined while the first is
 * awaited. A run that moved between two pages meanwhile stands only once.
 */
export function pagesOf(pages: readonly { key: string; runs: readonly RunRow[] | undefined }[]): Map<string, readonly RunRow[] | undefined> {
  const out = new Map<string, RunRow[] | undefined>();
  const waiting = new Set<string>();
  for (const { key, runs } of pages) {
    if (!runs) waiting.add(key);
    const known = out.get(key);
    if (waiting.has(key)) out.set(key, known);
    else out.set(key, known ? [...known, ...runs!.filter((row) => !known.some((one) => one.id === row.id))] : [...runs!]);
  }
  return out;
}

/** A name for a group that no other group of the same question has. */
export const groupKey = (by: readonly string[], group: RunGroup): string => JSON.stringify(by.map((column) => group.key[column] ?? null));

const literal = (value: Json): string | undefined => {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
};

/** The filter that lets only the runs of a group through; undefined where the language cannot say it. */
export function groupFilter(by: readonly string[], group: RunGroup, filter: string | undefined): string | undefined {
  const parts: string[] = [];
  for (const column of by) {
    const value = group.key[column];
    const text = value === undefined || value === null ? undefined : literal(value);
    if (value !== undefined && value !== null && text === undefined) return undefined;
    parts.push(text === undefined ? `${columnName(column)} is null` : `${columnName(column)} = ${text}`);
  }
  return [...(filter ? [`(${filter})`] : []), ...parts].join(' and ');
}
