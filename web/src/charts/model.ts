import type { Series } from '../api/csr1';
import type { Mark } from '../landmarks/ruler';
import { smoothKept, type SmoothingKind } from './smoothing';

export interface ChartRun {
  id: number;
  uid: string;
  name: string;
  /** What it was started as part of, where it was: seeds of one setting, folds of one split. */
  group?: string;
  colour: string;
  dash: readonly number[];
  /** Of a group drawn as one line: how many runs it is made of. */
  members?: number;
}

/** One curve of a chart: a run's, or a group's whose `series` has the band as min and max and counts runs. */
export interface ChartLine {
  run: ChartRun;
  series: Series;
}

/** All that one chart shows; charts are drawn from nothing else. */
export interface ChartModel {
  metric: string;
  axis: string;
  lines: ChartLine[];
  /** Drawn faint behind the lines, and not told by the pointer: the runs that groups are made of. */
  behind?: readonly ChartLine[];
  marks: Mark[];
  logX?: boolean;
  logY: boolean;
  smoothing: number;
  smoothKind?: SmoothingKind;
  zoom: [number, number] | null;
  /** Given ends of the y axis; null: what the data say. */
  yRange?: readonly [number | null, number | null];
  /** Whether the few values far outside the others are cut off. */
  clip?: boolean;
  /** Whether the raw line is drawn faint behind a smoothed one. */
  raw?: boolean;
  focus: number | null;
}

/** A line ready to draw: `y` is smoothed where asked, `raw` what the server said. */
export interface Line {
  run: ChartRun;
  series: Series;
  x: Float64Array;
  raw: Float64Array;
  y: Float64Array;
  /** The band around a group's line, smoothed as the line is. */
  low?: Float64Array;
  high?: Float64Array;
}

export interface Range {
  min: number;
  max: number;
}

export interface Prepared {
  lines: Line[];
  behind: Line[];
  x: Range;
  y: Range;
  logX: boolean;
  logY: boolean;
  /** Points a log axis cannot show (zero or below). */
  hidden: number;
  /** Points beyond the y axis because outliers are cut off. */
  clipped: number;
}

/** First index whose x is not below `value`. */
export function lowerBound(x: Float64Array, value: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index whose x is nearest to `value`, or -1 when `value` is more than `slack` beyond both ends. */
export function nearest(x: Float64Array, value: number, slack: number): number {
  if (x.length === 0 || value < x[0]! - slack || value > x[x.length - 1]! + slack) return -1;
  const at = lowerBound(x, value);
  if (at === 0) return 0;
  if (at === x.length) return x.length - 1;
  return value - x[at - 1]! <= x[at]! - value ? at - 1 : at;
}

const FAR = 0.6; // a landmark, or a run with one point among curves, further out than this share of the data's span is shown at the edge, not scaled for
const OUTLIER_SHARE = 0.02;

/** Smooths, and finds the ranges of both axes: those of the data in view, with landmarks that are near. */
export function prepare(model: ChartModel): Prepared {
  const logX = model.logX === true && model.axis !== 'time';
  const { logY } = model;
  let [xMin, xMax] = [Infinity, -Infinity];
  const members = model.behind ?? [];
  for (const { series } of [...model.lines, ...members]) {
    if (series.n === 0) continue;
    const first = logX ? lowerBound(series.x, Number.MIN_VALUE) : 0;
    if (first < series.n) [xMin, xMax] = [Math.min(xMin, series.x[first]!), Math.max(xMax, series.x[series.n - 1]!)];
  }
  if (!(xMax >= xMin)) [xMin, xMax] = logX ? [1, 10] : [0, 1];
  const full = xMax - xMin;
  const kind = model.smoothKind ?? 'ema';
  const smoothed = (series: Series, values: Float64Array) => smoothKept(series.x, values, model.smoothing, full, kind);
  const ready = ({ run, series }: ChartLine): Line => {
    const band = run.members !== undefined && series.min && series.max;
    return {
      run, series, x: series.x, raw: series.last,
      y: smoothed(series, model.smoothing > 0 ? (band ? series.last : (series.mean ?? series.last)) : series.last),
      low: band ? smoothed(series, series.min!) : undefined, high: band ? smoothed(series, series.max!) : undefined,
    };
  };
  const lines = model.lines.map(ready);
  const behind = members.map(ready);
  if (model.zoom) [xMin, xMax] = model.zoom;
  if (logX && !(xMin > 0)) xMin = xMax > 0 ? Math.min(xMax / 1000, 1) : 1;

  let [yMin, yMax, hidden, clipped] = [Infinity, -Infinity, 0, 0];
  const seen: number[] | null = model.clip ? [] : null;
  const see = (v: number) => {
    if (!Number.isFinite(v)) return;
    if (logY && v <= 0) return void hidden++;
    if (v < yMin) yMin = v;
    if (v > yMax) yMax = v;
  };
  const curves = lines.filter((line) => line.x.length > 1);
  const dots = curves.length > 0 ? lines.filter((line) => line.x.length === 1) : [];
  const faint = new Set(behind.filter((line) => line.x.length > 1));
  for (const line of [...(curves.length > 0 ? curves : lines), ...faint]) {
    const { x, y, series, low, high } = line;
    const to = Math.min(x.length, lowerBound(x, xMax) + 1);
    const [bottom, top] = low && high ? [low, high] : model.smoothing === 0 && !faint.has(line) ? [series.min, series.max] : [undefined, undefined];
    for (let i = Math.max(0, lowerBound(x, xMin) - 1); i < to; i++) {
      see(y[i]!);
      if (seen && Number.isFinite(y[i]!) && (!logY || y[i]! > 0)) seen.push(y[i]!);
      if (bottom && top) {
        see(bottom[i]!);
        see(top[i]!);
      }
    }
  }
  if (seen && seen.length > 20) {
    const sorted = Float64Array.from(seen).sort();
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))]!;
    const [low, high] = [at(OUTLIER_SHARE), at(1 - OUTLIER_SHARE)];
    const air = (high - low) * 0.25;
    const [floor, ceiling] = [logY ? low / 2 : low - air, logY ? high * 2 : high + air];
    if (high > low) {
      [yMin, yMax] = [Math.max(yMin, floor), Math.min(yMax, ceiling)];
      clipped = lowerBound(sorted, yMin) + sorted.length - lowerBound(sorted, yMax * (yMax > 0 ? 1 + 1e-12 : 1 - 1e-12));
    }
  }
  if (yMin === Infinity) [yMin, yMax] = logY ? [0.1, 10] : [0, 1];
  const to = logY ? Math.log10 : (v: number) => v;
  const from = logY ? (v: number) => Math.pow(10, v) : (v: number) => v;
  let [low, high] = [to(yMin), to(yMax)];
  const span = high - low || Math.abs(low) * 0.1 || 1;
  const [floor, ceiling] = [low - FAR * span, high + FAR * span];
  for (const value of [...model.marks.map((mark) => mark.value), ...dots.map((line) => line.y[0]!)]) {
    if (!Number.isFinite(value) || (logY && value <= 0)) continue;
    const at = to(value);
    if (at >= floor && at <= ceiling) [low, high] = [Math.min(low, at), Math.max(high, at)];
  }
  const air = (high - low || span) * 0.06;
  const y = { min: from(low - air), max: from(high + air) };
  const [given, above] = model.yRange ?? [null, null];
  if (given !== null && (!logY || given > 0)) y.min = given;
  if (above !== null && (!logY || above > 0)) y.max = above;
  if (!(y.max > y.min)) y.max = logY ? y.min * 10 : y.min + 1;
  return { lines, behind, x: { min: xMin, max: xMax > xMin ? xMax : logX ? xMin * 10 : xMin + 1 }, y, logX, logY, hidden, clipped };
}
