import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { withNeighbours, type Series } from '../api/csr1';
import type { Window } from '../api/seriesStore';
import { useSeriesStore } from '../app/live';
import type { ChartLine, ChartRun } from './model';
import { DASHES } from './palette';

export interface Lines {
  lines: ChartLine[];
  /** The whole range holds at most one point a run: a value, not a curve. */
  single: boolean;
  /** No run has a point in the zoomed range. */
  outside: boolean;
  pending: boolean;
  /** How many runs have points at all, on whatever axis. */
  found: number;
  error: unknown;
}

export const BUCKETS = 320;
const NOTHING: Lines = { lines: [], single: false, outside: false, pending: false, found: 0, error: undefined };

/** The windows a chart looks through: the whole, and the zoomed part where there is one. */
export function useWindows(axis: string, zoom: [number, number] | null, fine: number, logX: boolean): [Window, Window | null] {
  const [from, to] = zoom ?? [undefined, undefined];
  const scale = logX && axis !== 'time' ? ('log' as const) : undefined;
  const whole = useMemo<Window>(() => ({ axis, buckets: BUCKETS * fine, ...(scale ? { scale } : {}) }), [axis, fine, scale]);
  const part = useMemo<Window | null>(
    () => (from === undefined ? null : { axis, from, to, buckets: BUCKETS * fine, ...(scale ? { scale } : {}) }),
    [axis, from, to, fine, scale],
  );
  return [whole, part];
}

/** What a chart of the grid asks for where nothing was zoomed. */
export const wholeWindow = (axis: string, runs: number, logX: boolean): Window =>
  ({ axis, buckets: BUCKETS * finenessOf(runs), ...(logX && axis !== 'time' ? { scale: 'log' as const } : {}) });

const CROWD = 60; // runs from which a chart asks for half as many buckets: two pixels each, and half the memory

/** How finely a chart of so many runs is cut, as a share of what one of a few runs is. */
export const finenessOf = (runs: number): number => (runs > CROWD ? 0.5 : 1);

/** A run's line in a panel of several metrics: named after both, told apart by its stroke. */
export function lineOf(run: ChartRun, keys: readonly string[], index: number): ChartRun {
  if (keys.length === 1) return run;
  return { ...run, id: run.id, name: `${run.name} · ${keys[index]!.replace(/^=/, '')}`, dash: DASHES[index % DASHES.length]! };
}

/** The series of some keys for the given runs; zoomed in, the coarse whole stays until the finer answer is here. */
export function useSeries(runs: readonly ChartRun[], keys: readonly string[], whole: Window, part: Window | null, on = true): Lines {
  const store = useSeriesStore();
  const ids = on ? runs.map((run) => run.id).join() : '';
  const names = keys.join('\n');
  useEffect(() => {
    const numbers = ids === '' ? [] : ids.split(',').map(Number);
    const ends = names.split('\n').map((key) => store.watch(whole, numbers, key));
    return () => ends.forEach((end) => end());
  }, [store, whole, ids, names]);
  useEffect(() => {
    if (!part) return undefined;
    const numbers = ids === '' ? [] : ids.split(',').map(Number);
    const ends = names.split('\n').map((key) => store.watch(part, numbers, key));
    return () => ends.forEach((end) => end());
  }, [store, part, ids, names]);
  // The signature names what the store holds for this chart; it changes when, and only when, the chart has to.
  const signature = useSyncExternalStore(store.subscribe, () => {
    if (!on) return '';
    const numbers = runs.map((run) => run.id);
    return keys.map((key) => `${store.signature(whole, numbers, key)}/${part ? store.signature(part, numbers, key) : ''}`).join(';');
  });
  return useMemo(() => {
    if (!on) return NOTHING;
    const asked = names.split('\n');
    const lines: ChartLine[] = [];
    let single = true;
    let inside = part === null;
    let error: unknown;
    const found = new Set<number>();
    asked.forEach((key, index) => {
      for (const run of runs) {
        const all = store.read(whole, run.id, key);
        const zoomed = part && store.read(part, run.id, key);
        const series = zoomed && all ? joined(zoomed, all, part) : (zoomed ?? all);
        if (!zoomed || zoomed.n > 0) inside = true;
        if (all && all.count > 1) single = false;
        if (all && all.count > 0) found.add(run.id);
        if (series && (series.n > 0 || (all && all.n > 0))) lines.push({ run: lineOf(run, asked, index), series });
      }
      error ??= store.error(whole, runs.map((run) => run.id), key);
    });
    return { lines, single: single && lines.length > 0, outside: !inside && lines.length > 0, pending: signature.includes('?'), found: found.size, error };
  }, [store, signature, runs, whole, part, names, on]);
}

// The same series as long as its two parts are the same, so that what was worked out of it is kept.
const joins = new WeakMap<Series, { whole: Series; out: Series }>();

export function joined(zoomed: Series, whole: Series, part: Window): Series {
  const known = joins.get(zoomed);
  if (known?.whole === whole) return known.out;
  const out = withNeighbours(zoomed, whole, part.from!, part.to!);
  joins.set(zoomed, { whole, out });
  return out;
}
