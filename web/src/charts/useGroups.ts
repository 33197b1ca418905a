import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { groupSeries, type Grouping } from '../api/groups';
import type { Window } from '../api/seriesStore';
import type { Json, SeriesGroup } from '../api/types';
import { useDark } from '../app/preferences';
import { formatValue, heading } from '../runs/values';
import type { ChartLine, ChartRun } from './model';
import { colourOf, hash, strokes } from './palette';
import { joined, lineOf, type Lines } from './useSeries';

/** What one group is known by wherever it is shown: its values, as text. */
export const groupUid = (group: Pick<SeriesGroup, 'values'>, by: readonly string[]): string => JSON.stringify(by.map((column) => group.values[column] ?? null));

/** A value that runs have in common, as short as it can be said exactly. */
export const sharedValue = (column: string, value: Json | undefined): string =>
  value === undefined || value === null ? 'not set' : typeof value === 'number' && !column.endsWith('At') ? String(Number(value.toPrecision(6))) : formatValue(column, value);

/** A group in words: `lr 0.1, opt adam`. */
export function groupName(group: Pick<SeriesGroup, 'values'>, by: readonly string[]): string {
  if (by.length === 0) return 'all runs';
  return by.map((column) => `${heading(column)} ${sharedValue(column, group.values[column])}`).join(', ');
}

/** Negative, so that no run has it. */
export const groupId = (uid: string): number => -1 - hash(uid);

/** Groups as the lines of charts: colours and strokes derived from their values. */
export function groupRuns(groups: readonly SeriesGroup[], by: readonly string[], dark: boolean): ChartRun[] {
  const named = groups.map((group) => ({ group, uid: groupUid(group, by) })).map(({ group, uid }) => ({ group, uid, id: groupId(uid) }));
  const dashes = strokes(named);
  return named.map(({ group, uid, id }) => ({ id, uid, name: groupName(group, by), colour: colourOf(uid, dark), dash: dashes.get(id) ?? [], members: group.runs }));
}

export interface ShownGroups {
  project: string;
  grouping: Grouping;
  /** Groups that are not drawn, by uid; what the others show does not depend on it. */
  hidden: readonly string[];
  /** The runs that may be drawn behind the groups, in their groups' colours. */
  members?: readonly ChartRun[];
}

const NOTHING: Lines = { lines: [], single: false, outside: false, pending: false, found: 0, error: undefined };

/** The lines of groups for some keys, from the server; zoomed in, the coarse whole stays until the finer answer is here. */
export function useGroups(shown: ShownGroups | undefined, keys: readonly string[], whole: Window, part: Window | null): Lines {
  const dark = useDark();
  const grouping = shown?.grouping ?? { by: [], centre: 'mean' as const, spread: 'std' as const, limit: 1 };
  const all = useQuery({ ...groupSeries(shown?.project ?? '', grouping, keys, whole), enabled: shown !== undefined });
  const zoomed = useQuery({ ...groupSeries(shown?.project ?? '', grouping, keys, part ?? whole), enabled: shown !== undefined && part !== null });
  const hidden = shown?.hidden;
  const names = keys.join('\n');
  return useMemo(() => {
    if (!hidden) return NOTHING;
    const { data } = all;
    if (!data) return { ...NOTHING, pending: all.isPending, error: all.error };
    const runs = groupRuns(data.groups, grouping.by, dark);
    const asked = names.split('\n');
    const finer = part ? zoomed.data : undefined;
    const lines: ChartLine[] = [];
    data.series.forEach((series, i) => {
      const run = runs[series.run]!;
      if (series.n === 0 || hidden.includes(run.uid)) return;
      const match = finer?.series[i];
      const fits = match?.key === series.key && finer!.groups[match.run] && groupUid(finer!.groups[match.run]!, grouping.by) === run.uid;
      lines.push({ run: lineOf(run, asked, asked.indexOf(series.key)), series: fits ? joined(match, series, part!) : series });
    });
    const empty = part !== null && finer !== undefined && finer.series.every((series) => series.n === 0);
    return { lines, single: lines.length > 0 && lines.every(({ series }) => series.n === 1), outside: empty && lines.length > 0, pending: part !== null && zoomed.isPending, found: data.series.filter((series) => series.count > 0).length, error: undefined };
    // The grouping's columns are part of what was asked: other columns are other data.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [hidden, all.data, all.isPending, all.error, zoomed.data, zoomed.isPending, part, names, dark]);
}
