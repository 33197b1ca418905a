import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { runPages } from '../api/queries';
import type { RunRow } from '../api/types';
import { useDark } from '../app/preferences';
import { colourOf, strokes } from '../charts/palette';
import type { ChartRun } from '../charts/model';
import { isVisible, type View } from '../view/viewState';
import { combineFilter } from './filter';

const PAGE = 100;

/** The runs of a project as the view filters and sorts them, loaded page by page. */
export function useRuns(project: string, view: View, columns: readonly string[]) {
  const { filter, search, sort } = view;
  const query = useMemo(
    () => ({ filter: combineFilter(filter, search), sort: sort.length > 0 ? sort : undefined, columns: [...columns].sort(), limit: PAGE }),
    [filter, search, sort, columns],
  );
  const pages = useInfiniteQuery(runPages(project, query));
  // While a filter is being written it is often wrong for a moment; the last good list stays meanwhile.
  const [good, setGood] = useState({ project, data: pages.data });
  if (pages.data && (good.data !== pages.data || good.project !== project)) setGood({ project, data: pages.data });
  const data = pages.data ?? (pages.isError && good.project === project ? good.data : undefined);
  const rows = useMemo(() => {
    const seen = new Set<number>(); // a run may move between pages while they are being loaded
    return (data?.pages ?? []).flatMap((page) => page.runs.filter((row) => !seen.has(row.id) && seen.add(row.id)));
  }, [data]);
  return { ...pages, rows, total: data?.pages.at(-1)?.total ?? 0 };
}

/** The runs that charts show: the first `count` of the list whose eye is open; more pages are loaded until there are so many. */
export function useShownRuns(runs: ReturnType<typeof useRuns>, view: Pick<View, 'hidden' | 'only' | 'count'>): ChartRun[] {
  const { rows, hasNextPage, isFetching, fetchNextPage } = runs;
  const { hidden, only, count } = view;
  const visible = useMemo(() => rows.filter((row) => isVisible({ hidden, only }, row.id)).slice(0, count), [rows, hidden, only, count]);
  const wanting = visible.length < (only.length > 0 ? Math.min(only.length, count) : count) && hasNextPage && !isFetching;
  useEffect(() => {
    if (wanting) void fetchNextPage();
  }, [wanting, fetchNextPage]);
  return useChartRuns(visible);
}

/** Colours and strokes for rows; the same array as long as runs and names are the same, so that no chart is redrawn for nothing. */
export function useChartRuns(rows: readonly Pick<RunRow, 'id' | 'uid' | 'name' | 'group'>[]): ChartRun[] {
  const dark = useDark();
  const signature = rows.map((row) => `${row.id} ${row.uid} ${row.name} ${row.group ?? ''}`).join('\n');
  return useMemo(() => {
    const dashes = strokes(rows);
    return rows.map(({ id, uid, name, group }) => ({ id, uid, name: name || uid, group: group || undefined, colour: colourOf(uid, dark), dash: dashes.get(id) ?? [] }));
    // The signature stands for the rows: they are new objects at every answer.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [signature, dark]);
}
