import { useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { groupSeries, type Grouping } from '../api/groups';
import { queryRuns } from '../api/queries';
import type { RunRow, SeriesGroup } from '../api/types';
import type { ChartRun } from '../charts/model';
import { colourOf } from '../charts/palette';
import { groupUid, type ShownGroups } from '../charts/useGroups';
import type { View } from '../view/viewState';
import { combineFilter } from './filter';
import { groupFilter, groupKey, groupTree, type ListRow } from './groupTree';
import { valueOf } from './values';

const NAMES = { axis: 'step', buckets: 1 };
const LISTED = 1000; // groups in the list, runs listed under one
const NONE: SeriesGroup[] = [];

/** The groups of a project as the view brings them together: for the list, and for the charts. */
export function useGrouping(project: string, view: View, columns: readonly string[]) {
  const { filter, search, groupBy, centre, spread, count, hiddenGroups, toggled } = view;
  const on = groupBy.length > 0;
  const narrowed = combineFilter(filter, search);
  const grouping = useMemo<Grouping>(() => ({ by: groupBy, filter: narrowed, centre, spread, limit: Math.min(LISTED, count) }), [groupBy, narrowed, centre, spread, count]);
  const listed = useQuery({ ...groupSeries(project, { ...grouping, limit: LISTED }, [], NAMES), enabled: on, placeholderData: (previous) => previous });
  const groups = listed.data?.groups ?? NONE;
  const open = useMemo(() => groups.filter((group) => toggled.includes(groupKey(groupUid(group, groupBy)))), [groups, toggled, groupBy]);
  const opened = useQueries({
    queries: open.map((group) => {
      const own = groupFilter(group.values, groupBy);
      const asked = { filter: [narrowed && `(${narrowed})`, own].filter(Boolean).join(' and '), columns: [...columns], sort: view.sort.length > 0 ? view.sort : undefined, limit: LISTED };
      return { queryKey: ['group rows', project, asked], queryFn: ({ signal }: { signal: AbortSignal }) => queryRuns(project, asked, signal), enabled: own !== undefined };
    }),
    combine: (results) => results.map((result) => result.data?.runs),
  });
  const rows = useMemo<ListRow[]>(() => {
    const byUid = new Map<string, readonly RunRow[]>(open.map((group, i) => [groupUid(group, groupBy), opened[i] ?? []]));
    return groupTree(groups, groupBy, toggled, (uid) => byUid.get(uid) ?? []);
  }, [groups, groupBy, toggled, open, opened]);
  const shown = useMemo<ShownGroups | undefined>(() => (on ? { project, grouping, hidden: hiddenGroups } : undefined), [on, project, grouping, hiddenGroups]);
  return { on, listed, groups, total: listed.data?.total ?? 0, rows, shown };
}

/** The runs shown in the list as the members of groups that are drawn: in the colours of these. */
export function membersOf(runs: readonly ChartRun[], rows: readonly RunRow[], by: readonly string[], hidden: readonly string[], dark: boolean): ChartRun[] {
  const known = new Map(rows.map((row) => [row.id, row]));
  return runs.flatMap((run) => {
    const row = known.get(run.id);
    if (!row) return [];
    const uid = groupUid({ values: Object.fromEntries(by.map((column) => [column, valueOf(row, column, 0) ?? null])) }, by);
    return hidden.includes(uid) ? [] : [{ ...run, colour: colourOf(uid, dark), dash: [] }];
  });
}
