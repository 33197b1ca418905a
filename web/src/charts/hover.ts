import { nearest, type ChartModel, type Line, type Prepared } from './model';
import { formatCount, formatDuration, formatNumber, formatTime } from './ticks';

export interface HoverRow {
  line: Line;
  at: number;
  value: number;
}

/** What lies under the cursor at `x`: one row a line, best drawn value first. */
export function rowsAt(prepared: Prepared, x: number): HoverRow[] {
  const slack = prepared.logX ? x * 0.03 : (prepared.x.max - prepared.x.min) * 0.015;
  const rows: HoverRow[] = [];
  for (const line of prepared.lines) {
    const at = nearest(line.x, x, slack);
    if (at >= 0) rows.push({ line, at, value: line.y[at]! });
  }
  const key = (v: number) => (Number.isNaN(v) ? -Infinity : v);
  return rows.sort((a, b) => key(b.value) - key(a.value));
}

/** The row whose drawn point is nearest to the cursor's height, within 24 pixels. */
export function closest(rows: readonly HoverRow[], y: number, toY: (value: number) => number): HoverRow | undefined {
  let best: HoverRow | undefined;
  let gap = 24;
  for (const row of rows) {
    const away = Math.abs(toY(row.value) - y);
    if (away < gap) [best, gap] = [row, away];
  }
  return best;
}

/** A place on the x axis in words. */
export function formatX(axis: string, x: number): string {
  if (axis === 'time') return formatTime(x);
  if (axis === 'relative') return formatDuration(x);
  if (axis === 'step') return `step ${formatCount(Math.round(x))}`;
  return `${axis.replace(/^metric:/, '')} ${formatNumber(x)}`;
}

/** The columns of one tooltip row: value, and the extremes of its bucket (of a group its band and how many runs) where it holds several points. */
export function describe(row: HoverRow, model: ChartModel): { value: string; extra: string } {
  const { series, run, low: bottom, high: top } = row.line;
  if (run.members !== undefined) {
    const n = series.counts?.[row.at] ?? run.members;
    return { value: formatNumber(row.value), extra: `${bottom && n > 1 ? `${formatNumber(bottom[row.at]!)} … ${formatNumber(top![row.at]!)}  ` : ''}n ${n}` };
  }
  const raw = row.line.raw[row.at]!;
  const smoothed = model.smoothing > 0 && formatNumber(raw) !== formatNumber(row.value) ? `raw ${formatNumber(raw)}` : '';
  const low = series.min?.[row.at];
  const high = series.max?.[row.at];
  const several = (series.counts?.[row.at] ?? 1) > 1 && low !== undefined && high !== undefined && Number.isFinite(low);
  return { value: formatNumber(row.value), extra: [smoothed, several ? `${formatNumber(low)} … ${formatNumber(high)}` : ''].filter(Boolean).join('  ') };
}
