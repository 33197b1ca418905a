import type { RunRow } from '../api/types';

/** A run in the list: how deep under its parents it stands, and how many runs stand right under it there. */
export interface Branch {
  row: RunRow;
  depth: number;
  below: number;
}

export const foldKey = (run: number): string => `run:${run}`;

/**
 * Rows with every run under its parent, where that is in the list too; siblings keep the order they came in. Children of
 * runs in `folded` are left out. Needs the column `parent`; a ring of parents is broken at its first row.
 */
export function treeOf(rows: readonly RunRow[], folded: readonly string[]): Branch[] {
  const here = new Set(rows.map((row) => row.uid));
  const parentOf = (row: RunRow): string | undefined => {
    const parent = row.values.parent;
    return typeof parent === 'string' && parent !== row.uid && here.has(parent) ? parent : undefined;
  };
  const children = new Map<string, RunRow[]>();
  for (const row of rows) {
    const parent = parentOf(row);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), row]);
  }
  if (children.size === 0) return rows.map((row) => ({ row, depth: 0, below: 0 }));
  const shut = new Set(folded);
  const placed = new Set<string>();
  const out: Branch[] = [];
  const place = (row: RunRow, depth: number, visible: boolean): void => {
    if (placed.has(row.uid)) return;
    placed.add(row.uid);
    const inner = children.get(row.uid) ?? [];
    if (visible) out.push({ row, depth, below: inner.length });
    for (const child of inner) place(child, depth + 1, visible && !shut.has(foldKey(row.id)));
  };
  for (const row of rows) if (parentOf(row) === undefined) place(row, 0, true);
  for (const row of rows) place(row, 0, true); // what stands in a ring has no root
  return out;
}
