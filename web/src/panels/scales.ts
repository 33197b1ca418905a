import type { Json } from '../api/types';
import { formatDuration, formatTime, linearTicks, logTicks, tickLabels } from '../charts/ticks';
import { numeric } from '../runs/values';

export type ScaleKind = 'linear' | 'log' | 'words';

/** An axis over the values of a column: places are fractions from 0 (low) to 1 (high). */
export interface Scale {
  kind: ScaleKind;
  column: string;
  /** Undefined for a value that has no place: missing, not finite, or not positive on a logarithmic axis. */
  of: (value: Json | undefined) => number | undefined;
  ticks: (count: number) => { at: number; label: string }[];
  /** The value at a place; of words, the number of the nearest one. */
  invert: (at: number) => number;
  /** The words of the axis in order; empty for numbers. */
  words: readonly string[];
}

const DECADES = 3;
const TIME = /^(createdAt|startedAt|finishedAt|heartbeatAt)$/;

/** How a value is named on an axis of words. */
export const wordOf = (value: Json | undefined): string | undefined =>
  value === undefined || value === null ? undefined : typeof value === 'object' ? JSON.stringify(value) : String(value);

const compareWords = (a: string, b: string) => a.localeCompare(b, undefined, { numeric: true });

function wordScale(column: string, values: readonly (Json | undefined)[]): Scale {
  const words = [...new Set(values.map(wordOf).filter((w) => w !== undefined))].sort(compareWords);
  const places = new Map(words.map((word, i) => [word, words.length === 1 ? 0.5 : i / (words.length - 1)]));
  return {
    kind: 'words', column, words,
    of: (value) => places.get(wordOf(value) ?? ''),
    ticks: (count) => {
      const every = Math.max(1, Math.ceil(words.length / Math.max(1, count)));
      return words.flatMap((word, i) => (i % every === 0 ? [{ at: places.get(word)!, label: word }] : []));
    },
    invert: (at) => Math.round(at * (words.length - 1)),
  };
}

function labels(column: string, ticks: readonly number[], log: boolean): string[] {
  if (TIME.test(column)) {
    const day = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0) < 86_400_000;
    return ticks.map((t) => (day ? formatTime(t).slice(11) : formatTime(t).slice(5, 16)));
  }
  if (column === 'duration') return ticks.map(formatDuration);
  return tickLabels(ticks, log);
}

/** The scale that fits a column's values: logarithmic as asked, or where positive values span three decades. */
export function scaleOf(column: string, values: readonly (Json | undefined)[], log?: boolean): Scale {
  const numbers = values.map(numeric).filter((n) => n !== undefined && Number.isFinite(n)) as number[];
  const known = values.filter((v) => v !== undefined && v !== null);
  if (numbers.length === 0 || known.some((v) => numeric(v) === undefined)) return wordScale(column, values);
  let [low, high] = [Infinity, -Infinity];
  for (const n of numbers) {
    low = Math.min(low, n);
    high = Math.max(high, n);
  }
  const positive = numbers.filter((n) => n > 0);
  const logarithmic = positive.length > 0 && (log ?? (low > 0 && high / low >= 10 ** DECADES && !TIME.test(column)));
  if (logarithmic) {
    low = positive.reduce((a, b) => Math.min(a, b), Infinity);
    if (high === low) [low, high] = [low / 2, high * 2];
    const [from, to] = [Math.log10(low), Math.log10(high)];
    return {
      kind: 'log', column, words: [],
      of: (value) => {
        const n = numeric(value);
        return n !== undefined && n > 0 && Number.isFinite(n) ? (Math.log10(n) - from) / (to - from) : undefined;
      },
      ticks: (count) => {
        const ticks = logTicks(low, high, count);
        const names = labels(column, ticks, true);
        return ticks.map((t, i) => ({ at: (Math.log10(t) - from) / (to - from), label: names[i]! }));
      },
      invert: (at) => 10 ** (from + at * (to - from)),
    };
  }
  if (high === low) [low, high] = low === 0 ? [-1, 1] : [low - Math.abs(low) / 2, high + Math.abs(high) / 2];
  return {
    kind: 'linear', column, words: [],
    of: (value) => {
      const n = numeric(value);
      return n !== undefined && Number.isFinite(n) ? (n - low) / (high - low) : undefined;
    },
    ticks: (count) => {
      const ticks = linearTicks(low, high, count);
      const names = labels(column, ticks, false);
      return ticks.map((t, i) => ({ at: (t - low) / (high - low), label: names[i]! }));
    },
    invert: (at) => low + at * (high - low),
  };
}
