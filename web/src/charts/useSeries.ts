import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { withNeighbours, type Series } from '../api/csr1';
import type { Window } from '../api/seriesStore';
import { useSeriesStore } from '../app/live';
import type { ChartRun } from './model';

export interface Lines {
  lines: { run: ChartRun; series: Series }[];
  /** The whole range holds at most one point a run: a value, not a curve. */
  single: boolean;
  /** No run has a point in the zoomed range. */
  outside: boolean;
  pending: boolean;
  error: unknown;
}

const BUCKETS = 320;

/** The series of one metric for the given runs; zoomed in, the coarse whole stays until the finer answer is here. */
export function useSeries(runs: readonly ChartRun[], metric: string, axis: string, zoom: [number, number] | null, fine = 1): Lines {
  const store = useSeriesStore();
  const [from, to] = zoom ?? [undefined, undefined];
  const whole = useMemo<Window>(() => ({ axis, buckets: BUCKETS * fine }), [axis, fine]);
  const part = useMemo<Window | null>(() => (from === undefined ? null : { axis, from, to, buckets: BUCKETS * fine }), [axis, from, to, fine]);
  const ids = runs.map((run) => run.id).join();
  useEffect(() => store.watch(whole, ids === '' ? [] : ids.split(',').map(Number), metric), [store, whole, ids, metric]);
  useEffect(() => (part ? store.watch(part, ids === '' ? [] : ids.split(',').map(Number), metric) : undefined), [store, part, ids, metric]);
  // The signature names what the store holds for this chart; it changes when, and only when, the chart has to.
  const signature = useSyncExternalStore(store.subscribe, () => {
    const numbers = runs.map((run) => run.id);
    return `${store.signature(whole, numbers, metric)}/${part ? store.signature(part, numbers, metric) : ''}`;
  });
  return useMemo(() => {
    const lines: Lines['lines'] = [];
    let single = true;
    let inside = part === null;
    for (const run of runs) {
      const all = store.read(whole, run.id, metric);
      const zoomed = part && store.read(part, run.id, metric);
      const series = zoomed && all ? withNeighbours(zoomed, all, part.from!, part.to!) : (zoomed ?? all);
      if (!zoomed || zoomed.n > 0) inside = true;
      if (all && all.count > 1) single = false;
      if (series && (series.n > 0 || (all && all.n > 0))) lines.push({ run, series });
    }
    return {
      lines, single: single && lines.length > 0, outside: !inside && lines.length > 0, pending: signature.includes('?'),
      error: store.error(whole, runs.map((run) => run.id), metric),
    };
  }, [store, signature, runs, whole, part, metric]);
}
