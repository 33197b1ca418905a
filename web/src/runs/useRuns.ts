import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { queryRuns, runPages } from '../api/queries';
import type { RunQuery, RunRow } from '../api/types';
import { useDark } from '../app/preferences';
import { runColours, strokes } from '../charts/palette';
import type { ChartRun } from '../charts/model';
import { isVisible, type View } from '../view/viewState';
import { combineFilter } from './filter';

const PAGE = 100;
const LARGE_PAGE = 1000;
const NONE: RunRow[] = [];

/** A filter narrowed by what is marked in panels. */
const narrowed = (filter: string | undefined, brush: string): string | undefined =>
  brush === '' ? filter : filter === undefined ? brush : `(${filter}) and (${brush})`;

/** What the list of runs asks for. */
export const runsQuery = ({ filter, search, sort, count }: Pick<View, 'filter' | 'search' | 'sort' | 'count'>, columns: readonly string[], brush = ''): RunQuery => ({
  filter: narrowed(combineFilter(filter, search), brush), sort: sort.length > 0 ? sort : undefined, columns: [...columns].sort(), limit: count > PAGE ? LARGE_PAGE : PAGE,
});

/** The rows whose eye is open, as many as are drawn. */
export function visibleRows(rows: readonly RunRow[], { hidden, only, count }: Pick<View, 'hidden' | 'only' | 'count'>): RunRow[] {
  const [off, alone] = [new Set(hidden), new Set(only)];
  return rows.filter((row) => (alone.size > 0 ? alone.has(row.id) : !off.has(row.id))).slice(0, count);
}

/** The runs of a project as the view filters and sorts them, loaded page by page; pinned ones first. */
export function useRuns(project: string, view: View, columns: readonly string[], brush = '') {
  const { filter, search, sort, count, pinned } = view;
  const query = useMemo(() => runsQuery({ filter, search, sort, count }, columns, brush), [filter, search, sort, columns, count, brush]);
  const pages = useInfiniteQuery(runPages(project, query));
  const top = useMemo(() => ({ filter: `id in (${pinned.join(', ')})`, columns: [...columns].sort(), limit: LARGE_PAGE }), [pinned, columns]);
  const pins = useQuery({ queryKey: ['pinned', project, top], queryFn: ({ signal }) => queryRuns(project, top, signal), enabled: pinned.length > 0, placeholderData: (previous) => previous });
  // While a filter is being written it is often wrong for a moment; the last good list stays meanwhile.
  const [good, setGood] = useState({ project, data: pages.data });
  if (pages.data && (good.data !== pages.data || good.project !== project)) setGood({ project, data: pages.data });
  const data = pages.data ?? (pages.isError && good.project === project ? good.data : undefined);
  const fixed = pinned.length > 0 ? (pins.data?.runs ?? NONE) : NONE;
  const rows = useMemo(() => {
    const loaded = (data?.pages ?? []).flatMap((page) => page.runs);
    const fresh = new Map(loaded.map((row) => [row.id, row]));
    const first = pinned.flatMap((id) => fresh.get(id) ?? fixed.find((row) => row.id === id) ?? []);
    const seen = new Set<number>(); // a run may move between pages while they are being loaded
    return [...first, ...loaded].filter((row) => !seen.has(row.id) && seen.add(row.id));
  }, [data, fixed, pinned]);
  return { ...pages, rows, total: data?.pages.at(-1)?.total ?? 0 };
}

/** The runs that charts show: the first `count` of the list whose eye is open; more pages are loaded until there are so many. */
export function useShownRuns(runs: ReturnType<typeof useRuns>, view: Pick<View, 'hidden' | 'only' | 'count' | 'colourBy'>): ChartRun[] {
  const { rows, hasNextPage, isFetching, fetchNextPage } = runs;
  const { hidden, only, count, colourBy } = view;
  const visible = useMemo(() => visibleRows(rows, { hidden, only, count }), [rows, hidden, only, count]);
  const wanting = visible.length < (only.length > 0 ? Math.min(only.length, count) : count) && hasNextPage && !isFetching;
  useEffect(() => {
    if (wanting) void fetchNextPage();
  }, [wanting, fetchNextPage]);
  return useChartRuns(visible, colourBy);
}

export { isVisible };

/** Colours and strokes for rows; the same array as long as runs, names and colours are the same, so that no chart is redrawn for nothing. */
export function useChartRuns(rows: readonly (Pick<RunRow, 'id' | 'uid' | 'name' | 'group'> & { values?: RunRow['values'] })[], colourBy: string | null = null): ChartRun[] {
  const dark = useDark();
  const colours = useMemo(() => runColours(rows, colourBy, dark), [rows, colourBy, dark]);
  const signature = rows.map((row) => `${row.id} ${row.uid} ${row.name} ${row.group ?? ''} ${colours.get(row.id)}`).join('\n');
  return useMemo(() => {
    const dashes = colourBy === null ? strokes(rows) : undefined;
    return rows.map(({ id, uid, name, group }) => ({ id, uid, name: name || uid, group: group || undefined, colour: colours.get(id)!, dash: dashes?.get(id) ?? [] }));
    // The signature stands for the rows: they are new objects at every answer.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [signature, colourBy]);
}
