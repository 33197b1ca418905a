import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { keys, queryGroups, queryRuns } from '../api/queries';
import type { RunRow } from '../api/types';
import type { View } from '../view/viewState';
import { combineFilter, quoted } from './filter';
import { groupFilter, groupKey, pagesOf, spliced, type Insert, type Line } from './lines';
import { useBlocks, type Range } from './useBlocks';

export const MOST_GROUPS = 1000;
export const PAGE_INSIDE = 500; // runs that an opened group or parent shows at first, and as many more each time
const NONE: never[] = [];
const WAIT: Line = { kind: 'wait', depth: 0 };

/** The filter of the view's text and search box, as the server gets it. */
export const viewFilter = (view: Pick<View, 'filter' | 'search'>) => combineFilter(view.filter, view.search);

/** The lines of the table: runs as they come, or groups or parents with those that are open within them. */
export function useLines(project: string, view: View, columns: readonly string[], extra: readonly string[], rows: Range, cols: Range, open: ReadonlySet<string>, pages: ReadonlyMap<string, number>) {
  const filter = viewFilter(view);
  const grouped = view.groupBy.length > 0;
  const tree = view.tree && !grouped;
  const base = tree ? [...(filter ? [`(${filter})`] : []), 'parent is null'].join(' and ') : filter;
  const runs = useBlocks(project, base, view.sort, columns, rows, cols, extra, !grouped);
  const near = useMemo(() => columns.slice(Math.max(0, cols.from - 20), cols.to + 20).slice(0, 200), [columns, cols.from, cols.to]);
  const inside = useMemo(() => [...new Set([...near, ...extra])], [near, extra]);
  const summed = useMemo(() => inside.filter((column) => column !== 'parent' && !view.groupBy.includes(column)), [inside, view.groupBy]);

  const groups = useQuery({
    queryKey: [...keys.table(project), 'groups', { by: view.groupBy, filter, sort: view.sort, columns: summed }], enabled: grouped, placeholderData: keepPreviousData, retry: false,
    queryFn: ({ signal }) => queryGroups(project, { by: view.groupBy, filter, columns: summed, sort: view.sort.length > 0 ? view.sort : undefined, limit: MOST_GROUPS }, signal),
  });
  const families = useQuery({
    queryKey: [...keys.table(project), 'families'], enabled: tree, staleTime: 10_000,
    queryFn: async ({ signal }) => new Map((await queryGroups(project, { by: ['parent'], filter: 'parent is not null', limit: 10_000 }, signal)).groups.map((group) => [String(group.key.parent), group.runs])),
  });
  const below = families.data;

  // What is open: groups by the filter that makes them, parents by their uid.
  const asked = useMemo(() => {
    if (grouped) return (groups.data?.groups ?? NONE).map((group) => ({ key: groupKey(view.groupBy, group), filter: groupFilter(view.groupBy, group, filter) })).filter((one) => open.has(one.key));
    return tree ? [...open].filter((uid) => below?.has(uid)).map((uid) => ({ key: uid, filter: `parent = ${quoted(uid)}` })) : NONE;
  }, [grouped, tree, groups.data, view.groupBy, filter, open, below]);
  const parts = useMemo(() => asked.flatMap((one) => Array.from({ length: pages.get(one.key) ?? 1 }, (_, page) => ({ ...one, offset: page * PAGE_INSIDE }))), [asked, pages]);
  const answers = useQueries({
    queries: parts.map(({ filter: own, offset }) => ({
      queryKey: [...keys.table(project), 'inside', { filter: own, sort: view.sort, columns: inside, offset }], enabled: own !== undefined, placeholderData: keepPreviousData, retry: false,
      queryFn: ({ signal }: { signal: AbortSignal }) => queryRuns(project, { filter: own, sort: view.sort.length > 0 ? view.sort : undefined, columns: inside, limit: PAGE_INSIDE, offset }, signal),
    })),
  });
  const stamp = answers.map((answer) => answer.dataUpdatedAt).join();
  const children = useMemo(() => pagesOf(parts.map(({ key }, i) => ({ key, runs: answers[i]?.data?.runs }))),
    // The stamp stands for the answers, which are new objects at every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [parts, stamp]);

  // The same line for the same row as long as nothing about it changes: a row of the grid is drawn again for a new line.
  const runLine = useMemo(() => {
    const known = new WeakMap<RunRow, Line & { kind: 'run' }>();
    return (row: RunRow, depth: number): Line => {
      const before = known.get(row);
      if (before?.depth === depth) return before;
      const line = { kind: 'run' as const, row, depth, below: tree ? (below?.get(row.uid) ?? 0) : 0, open: open.has(row.uid) };
      known.set(row, line);
      return line;
    };
  }, [tree, below, open]);
  const lines = useMemo(() => {
    if (grouped) {
      const heads = (groups.data?.groups ?? NONE).map((group) => {
        const key = groupKey(view.groupBy, group);
        return { kind: 'group' as const, group, key, open: open.has(key) };
      });
      const inserts = heads.flatMap(({ group, key, open: opened }, after): Insert[] => {
        if (!opened) return [];
        const within = children.get(key);
        const count = within?.length ?? Math.min(group.runs, PAGE_INSIDE);
        const cut = group.runs > count ? 1 : 0;
        return [{ after, count: count + cut, at: (i) => (within?.[i] ? runLine(within[i], 1) : i === count ? { kind: 'more', key, depth: 1, shown: count, of: group.runs } : { kind: 'wait', depth: 1 }) }];
      });
      return spliced(heads.length, (i) => heads[i]!, inserts);
    }
    const at = (i: number): Line => {
      const row = runs.at(i);
      return row ? runLine(row, 0) : WAIT;
    };
    if (!tree || open.size === 0) return { count: runs.total, at };
    const unfold = (uid: string, depth: number): Line[] => {
      const within = children.get(uid) ?? NONE;
      const all = below?.get(uid) ?? 0;
      return [
        ...within.flatMap((row) => [runLine(row, depth), ...(open.has(row.uid) && depth < 20 ? unfold(row.uid, depth + 1) : [])]),
        ...(within.length > 0 && within.length < all ? [{ kind: 'more' as const, key: uid, depth, shown: within.length, of: all }] : []),
      ];
    };
    const inserts: Insert[] = [];
    // Only what has been loaded can have been opened.
    for (let i = Math.max(0, rows.from - 2000); i < Math.min(runs.total, rows.to + 200); i++) {
      const row = runs.at(i);
      if (!row || !open.has(row.uid)) continue;
      const under = unfold(row.uid, 1);
      inserts.push({ after: i, count: under.length, at: (k) => under[k]! });
    }
    return spliced(runs.total, at, inserts);
  }, [grouped, tree, groups.data, view.groupBy, open, children, runs, below, runLine, rows.from, rows.to]);

  return {
    lines, filter,
    total: grouped ? (groups.data?.runs ?? 0) : runs.total,
    groupTotal: grouped ? (groups.data?.total ?? 0) : undefined,
    error: grouped ? groups.error : runs.error,
    pending: grouped ? groups.isPending : runs.pending,
    refetch: grouped ? () => void groups.refetch() : runs.refetch,
  };
}
