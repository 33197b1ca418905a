import type { components } from '../api/schema';

export type RelatedRun = components['schemas']['RelatedRun'];

/** Runs as the rows of a tree, from a list in which parents stand before their children. */
export function familyRows(runs: readonly RelatedRun[]): { run: RelatedRun; depth: number }[] {
  const children = new Map<string, RelatedRun[]>();
  const known = new Set(runs.map((r) => r.uid));
  const roots: RelatedRun[] = [];
  for (const run of runs) {
    if (run.parent === undefined || run.parent === run.uid || !known.has(run.parent) || run === runs[0]) roots.push(run);
    else children.set(run.parent, [...(children.get(run.parent) ?? []), run]);
  }
  const rows: { run: RelatedRun; depth: number }[] = [];
  const walk = (run: RelatedRun, depth: number): void => {
    rows.push({ run, depth });
    for (const child of children.get(run.uid) ?? []) walk(child, depth + 1);
  };
  for (const root of roots) walk(root, 0);
  return rows;
}
