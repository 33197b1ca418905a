import { formatNumber } from '../charts/ticks';

/** A setting as people read it; empty where a trial has none. */
export function settingText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The least of 1, 2, 5, 10, 20 … that divides `last` into at most `most` steps. */
export function wholeStep(last: number, most: number): number {
  for (let ten = 1; ; ten *= 10) for (const digit of [1, 2, 5]) if (last / (digit * ten) <= Math.max(1, most)) return digit * ten;
}
