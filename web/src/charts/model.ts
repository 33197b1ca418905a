import type { Series } from '../api/csr1';
import type { Mark } from '../landmarks/ruler';
import { smooth } from './smoothing';

export interface ChartRun {
  id: number;
  uid: string;
  name: string;
  /** What it was started as part of, where it was: seeds of one setting, folds of one split. */
  group?: string;
  colour: string;
  dash: readonly number[];
}

/** All that one chart shows; charts are drawn from nothing else. */
export interface ChartModel {
  metric: string;
  axis: string;
  lines: { run: ChartRun; series: Series }[];
  marks: Mark[];
  logY: boolean;
  smoothing: number;
  zoom: [number, number] | null;
  focus: number | null;
}

/** A line ready to draw: `y` is smoothed where asked, `raw` what the server said. */
export interface Line {
  run: ChartRun;
  series: Series;
  x: Float64Array;
  raw: Float64Array;
  y: Float64Array;
}

export interface Range {
  min: number;
  max: number;
}

export interface Prepared {
  lines: Line[];
  x: Range;
  y: Range;
  /** Points a log axis cannot show (zero or below). */
  hidden: number;
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

/** Smooths, and finds the ranges of both axes: those of the data in view, with landmarks that are near. */
export function prepare(model: ChartModel): Prepared {
  let [xMin, xMax] = [Infinity, -Infinity];
  for (const { series } of model.lines)
    if (series.n > 0) [xMin, xMax] = [Math.min(xMin, series.x[0]!), Math.max(xMax, series.x[series.n - 1]!)];
  if (!(xMax >= xMin)) [xMin, xMax] = [0, 1];
  const full = xMax - xMin;
  const lines = model.lines.map(({ run, series }) => ({ run, series, x: series.x, raw: series.last, y: smooth(series.x, series.last, model.smoothing, full) }));
  if (model.zoom) [xMin, xMax] = model.zoom;

  let [yMin, yMax, hidden] = [Infinity, -Infinity, 0];
  const see = (v: number) => {
    if (!Number.isFinite(v)) return;
    if (model.logY && v <= 0) return void hidden++;
    if (v < yMin) yMin = v;
    if (v > yMax) yMax = v;
  };
  const curves = lines.filter((line) => line.x.length > 1);
  const dots = curves.length > 0 ? lines.filter((line) => line.x.length === 1) : [];
  for (const { x, y, series } of curves.length > 0 ? curves : lines) {
    const to = Math.min(x.length, lowerBound(x, xMax) + 1);
    for (let i = Math.max(0, lowerBound(x, xMin) - 1); i < to; i++) {
      see(y[i]!);
      if (model.smoothing === 0 && series.min && series.max) {
        see(series.min[i]!);
        see(series.max[i]!);
      }
    }
  }
  if (yMin === Infinity) [yMin, yMax] = model.logY ? [0.1, 10] : [0, 1];
  const to = model.logY ? Math.log10 : (v: number) => v;
  const from = model.logY ? (v: number) => Math.pow(10, v) : (v: number) => v;
  let [low, high] = [to(yMin), to(yMax)];
  const span = high - low || Math.abs(low) * 0.1 || 1;
  const [floor, ceiling] = [low - FAR * span, high + FAR * span];
  for (const value of [...model.marks.map((mark) => mark.value), ...dots.map((line) => line.y[0]!)]) {
    if (!Number.isFinite(value) || (model.logY && value <= 0)) continue;
    const at = to(value);
    if (at >= floor && at <= ceiling) [low, high] = [Math.min(low, at), Math.max(high, at)];
  }
  const air = (high - low || span) * 0.06;
  return { lines, x: { min: xMin, max: xMax > xMin ? xMax : xMin + 1 }, y: { min: from(low - air), max: from(high + air) }, hidden };
}
