import type { Json, RunRow } from '../api/types';
import { formatDuration, formatNumber, formatTime } from '../charts/ticks';

const STATISTIC = /:(min|max|mean|count|first)$/;

/** `metrics.test/accuracy:max` → its metric and statistic; undefined for other columns. */
export function metricColumn(column: string): { metric: string; statistic: string } | undefined {
  if (!column.startsWith('metrics.')) return undefined;
  const statistic = STATISTIC.exec(column)?.[1] ?? 'last';
  return { metric: column.slice(8).replace(STATISTIC, ''), statistic };
}

export const columnOf = (metric: string, statistic: string): string => `metrics.${metric}${statistic === 'last' ? '' : `:${statistic}`}`;

const NAMES: Record<string, string> = { createdAt: 'created', startedAt: 'started', finishedAt: 'finished', heartbeatAt: 'last heard', jobType: 'job type' };

/** The short heading of a column. */
export function heading(column: string): string {
  const metric = metricColumn(column);
  if (metric) return metric.statistic === 'last' ? metric.metric : `${metric.metric} ${metric.statistic}`;
  return NAMES[column] ?? column.replace(/^(config|summary)\./, '');
}

/** A run's value in a column, whether it came with the row itself or among its values. */
export function valueOf(row: RunRow, column: string, now: number): Json | undefined {
  if (column === 'duration') {
    const from = row.startedAt ?? row.createdAt;
    return ((row.finishedAt ?? (row.state === 'running' ? now : row.heartbeatAt) ?? now) - from) / 1000;
  }
  const own = row[column as keyof RunRow];
  return own !== undefined && column !== 'values' ? (own as Json) : row.values[column];
}

/** A number where the value is one (the wire writes NaN and infinities as text). */
export function numeric(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
}

/** A value as a cell shows it. */
export function formatValue(column: string, value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  if (column === 'duration' && typeof value === 'number') return formatDuration(value);
  if (/^(createdAt|startedAt|finishedAt|heartbeatAt)$/.test(column) && typeof value === 'number') return formatTime(value).slice(0, 16);
  const number = numeric(value);
  if (number !== undefined) return formatNumber(number);
  if (Array.isArray(value)) return value.map((v) => (typeof v === 'object' ? JSON.stringify(v) : String(v))).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
