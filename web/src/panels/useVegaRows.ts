import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Series } from '../api/csr1';
import { fetchSeries } from '../api/seriesStore';
import type { Json } from '../api/types';
import { fieldName, type DataRow } from '../media/vegaSpec';
import { heading, valueOf } from '../runs/values';
import { tableOf } from './curves';
import type { VegaSpec } from './registry';
import { leftOut, usePanelRuns, type PanelRuns } from './usePanelRuns';
import { useRecords } from './useRecords';

const CURVES = 50; // runs whose histories are fed in
const BUCKETS = 200;
const TABLES = 10;
const NONE: never[] = [];

export interface VegaRows {
  rows?: DataRow[];
  columns: string[];
  pending: boolean;
  error: unknown;
  why?: string;
  note: string;
}

/** Columns by the names that specs use: the short ones, whole ones where two would be the same. */
export function shortNames(columns: readonly string[]): Map<string, string> {
  const seen = new Map<string, number>();
  for (const column of columns) seen.set(heading(column), (seen.get(heading(column)) ?? 0) + 1);
  return new Map(columns.map((column) => [column, fieldName(seen.get(heading(column)) === 1 && heading(column) !== 'run' && heading(column) !== 'step' ? heading(column) : column)]));
}

function runRows({ rows }: PanelRuns, columns: readonly string[], now: number): DataRow[] {
  const names = shortNames(columns);
  return rows.map((row) => ({ run: row.name || row.uid, id: row.id, ...Object.fromEntries(columns.map((c) => [names.get(c)!, valueOf(row, c, now) ?? null])) }));
}

/** Points of several metrics as a row for each step of each run. */
export function stepRows(series: readonly Pick<Series, 'run' | 'key' | 'n' | 'x' | 'last'>[]): DataRow[] {
  const rows = new Map<string, DataRow>();
  for (const one of series) {
    for (let i = 0; i < one.n; i++) {
      const place = `${one.run} ${one.x[i]}`;
      const row = rows.get(place) ?? { id: one.run, step: one.x[i]! };
      row[fieldName(one.key)] = Number.isFinite(one.last[i]) ? one.last[i]! : null;
      rows.set(place, row);
    }
  }
  return [...rows.values()];
}

/** The table that feeds a panel's spec: a row for each run, for each step of its metrics, or for each row of a table that runs logged. */
export function useVegaRows(project: string, filter: string, spec: VegaSpec): VegaRows {
  const columns = spec.columns ?? NONE;
  const metrics = spec.metrics ?? NONE;
  const source = spec.source ?? 'runs';
  const runs = usePanelRuns(project, filter, columns);
  const newest = runs.data?.rows.slice(0, CURVES).map((row) => row.id) ?? NONE;
  const history = useQuery({
    queryKey: ['panel', project, 'vega', newest, metrics], enabled: source === 'history' && newest.length > 0 && metrics.length > 0,
    queryFn: async () => stepRows((await fetchSeries({ runs: newest, keys: metrics, buckets: BUCKETS, axis: 'step' })).series),
    placeholderData: keepPreviousData, staleTime: 5_000, refetchInterval: 15_000,
  });
  // A hook cannot be left out: for the other tables it is asked for a run that nobody has.
  const logged = useRecords(project, source === 'table' ? filter : 'id = 0', source === 'table' ? spec.key ?? '' : '-', 'table', TABLES, 1);
  const now = columns.includes('duration') ? runs.dataUpdatedAt : 0;
  // The chart is drawn anew for new rows: equal ones have to be the same.
  const own = useMemo(() => (runs.data && source !== 'table' ? runRows(runs.data, columns, now) : undefined), [runs.data, columns, now, source]);
  const steps = useMemo(() => {
    if (!own || !history.data) return undefined;
    const byRun = new Map(own.map((row) => [row.id, row]));
    return history.data.map((row) => ({ ...byRun.get(row.id!), ...row }));
  }, [own, history.data]);
  const tables = useMemo(() => logged.data?.flatMap(({ row, records }) => {
    const table = tableOf(records.at(-1)?.value);
    return table ? [{ row, table }] : [];
  }), [logged.data]);
  const cells = useMemo(() => tables?.flatMap(({ row, table }) => table.rows.map((line) => ({ run: row.name || row.uid, id: row.id, ...Object.fromEntries(table.columns.map((c, i) => [fieldName(c), (line[i] ?? null) as Json])) }))), [tables]);

  const all = ['run', 'id', ...(source === 'table' ? [] : shortNames(columns).values())];
  const base = { columns: all, error: runs.error, pending: runs.isPending, note: '' };
  if (runs.data === undefined) return base;
  if (runs.data.rows.length === 0) return { ...base, pending: false, why: 'No run matches.' };
  if (source === 'runs') return { ...base, rows: own, note: leftOut(runs.data) };
  if (source === 'history') {
    const names = [...all, 'step', ...metrics.map(fieldName)];
    if (metrics.length === 0) return { ...base, columns: names, why: 'Choose a metric in the panel’s settings: its steps are the rows.' };
    return {
      columns: names, rows: steps, error: history.error, pending: history.isPending,
      why: steps?.length === 0 ? `None of the newest ${newest.length} runs has ${metrics.join(', ')}.` : undefined,
      note: newest.length < runs.data.total ? `the newest ${newest.length} of ${runs.data.total} runs, at most ${BUCKETS} steps of each` : '',
    };
  }
  return {
    columns: [...all, ...(tables?.[0]?.table.columns ?? []).map(fieldName)], rows: cells, error: logged.error, pending: logged.pending,
    why: logged.why ?? (tables?.length === 0 ? `${logged.key} is no table that was kept whole.` : undefined),
    note: tables?.length === TABLES ? `the tables of the newest ${TABLES} runs` : '',
  };
}
