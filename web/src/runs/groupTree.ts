import type { Json, RunRow, SeriesGroup } from '../api/types';
import { groupId, groupUid, sharedValue } from '../charts/useGroups';
import { columnName } from './completion';
import { quoted } from './filter';
import type { Branch } from './tree';
import { heading } from './values';

/** A group in the list: the runs with the same values in the first `depth + 1` columns grouped by. */
export interface GroupRow {
  uid: string;
  id: number;
  name: string;
  /** What its runs share in the column of its level, without the column's name. */
  shared: string;
  depth: number;
  runs: number;
  open: boolean;
  /** Its values decide about all columns: its runs stand right under it, and charts draw it as one line. */
  leaf: boolean;
  /** The leaves under it, itself when it is one. */
  leaves: string[];
  values: Record<string, Json | undefined>;
}

export type ListRow = { group: GroupRow } | ({ group?: undefined } & Branch);

export const groupKey = (uid: string): string => `group:${uid}`;

/** The runs of a group, in the query language; undefined where a value cannot be compared with. */
export function groupFilter(values: Record<string, Json | undefined>, by: readonly string[]): string | undefined {
  const parts = by.map((column) => {
    const value = values[column];
    const name = columnName(column);
    if (value === undefined || value === null) return `${name} is null`;
    if (typeof value === 'string') return `${name} = ${quoted(value)}`;
    return typeof value === 'object' ? undefined : `${name} = ${String(value)}`;
  });
  return parts.some((part) => part === undefined) ? undefined : parts.join(' and ');
}

/**
 * Groups as a tree, one level a column, with the runs of those that are open (`rowsOf` has them as far as they are
 * loaded). Upper levels are open unless `toggled` names them, leaves closed unless it does.
 */
export function groupTree(groups: readonly SeriesGroup[], by: readonly string[], toggled: readonly string[], rowsOf: (uid: string) => readonly RunRow[]): ListRow[] {
  const shut = new Set(toggled);
  const out: ListRow[] = [];
  const level = (members: readonly SeriesGroup[], depth: number) => {
    const parts = new Map<string, SeriesGroup[]>();
    const columns = by.slice(0, depth + 1);
    for (const group of members) {
      const uid = groupUid(group, columns);
      const part = parts.get(uid);
      if (part) part.push(group);
      else parts.set(uid, [group]);
    }
    for (const [uid, inside] of parts) {
      const leaf = depth === by.length - 1;
      const open = leaf === shut.has(groupKey(uid));
      const column = by[depth]!;
      const value = inside[0]!.values[column];
      out.push({
        group: {
          uid, id: groupId(uid), depth, leaf, open, leaves: inside.map((group) => groupUid(group, by)), values: inside[0]!.values,
          name: `${heading(column)} ${sharedValue(column, value)}`, shared: sharedValue(column, value), runs: inside.reduce((sum, group) => sum + group.runs, 0),
        },
      });
      if (!open) continue;
      if (leaf) for (const row of rowsOf(uid)) out.push({ row, depth: depth + 1, below: 0 });
      else level(inside, depth + 1);
    }
  };
  if (by.length > 0) level(groups, 0);
  return out;
}
