import type { Json } from '../api/types';
import { numeric } from '../runs/values';

export interface Table {
  columns: string[];
  rows: Json[][];
}

export interface Curve {
  /** The word that its rows share; undefined where the table has one curve. */
  name?: string;
  points: (readonly [number, number])[];
}

/** A record's value as a table; undefined when it is none. */
export function tableOf(value: { [key: string]: Json } | undefined): Table | undefined {
  const columns = value?.columns;
  const rows = value?.rows ?? value?.data;
  return Array.isArray(columns) && Array.isArray(rows) && rows.every(Array.isArray) ? { columns: columns.map(String), rows: rows as Json[][] } : undefined;
}

/** The curves of a table, one for each word in `by`; rows without two finite numbers are left out, their order is kept. */
export function curvesOf(table: Table, x: string, y: string, by?: string): Curve[] {
  const [ix, iy, ib] = [table.columns.indexOf(x), table.columns.indexOf(y), by === undefined ? -1 : table.columns.indexOf(by)];
  if (ix < 0 || iy < 0) return [];
  const curves = new Map<string | undefined, Curve>();
  for (const row of table.rows) {
    const [a, b] = [numeric(row[ix]), numeric(row[iy])];
    if (a === undefined || b === undefined || !Number.isFinite(a) || !Number.isFinite(b)) continue;
    const name = ib < 0 ? undefined : String(row[ib]);
    const curve = curves.get(name) ?? { name, points: [] };
    curves.set(name, curve);
    (curve.points as (readonly [number, number])[]).push([a, b]);
  }
  return [...curves.values()];
}

const PAIRS: readonly (readonly [RegExp, RegExp])[] = [[/^recall$/i, /^precision$/i], [/^(fpr|false.?positive.?rate)$/i, /^(tpr|true.?positive.?rate)$/i], [/^x$/i, /^y$/i], [/^step$/i, /./]];

const LABEL = /^(label|labels|true|truth|target|targets|y_true|ground_truth|actual|true_label|class|y)$/i;
const SCORE = /^(y_)?(score|prob|proba|probability|probabilities|p|logit)s?([_(/ ].*)?$/i;

/** Whether a table seems to hold a true label and scores of every example, and no curve that was worked out already. */
export function looksScored({ columns }: Table): boolean {
  const has = (test: RegExp) => columns.some((name) => test.test(name));
  return has(LABEL) && has(SCORE) && !PAIRS.slice(0, 2).some(([x, y]) => has(x) && has(y));
}

/** The columns that most likely are a curve: recall and precision, false and true positive rate, x and y, or the first two of numbers. */
export function guessAxes(table: Table): { x: string; y: string; by?: string } | undefined {
  const isNumber = (i: number) => table.rows.length > 0 && table.rows.every((row) => row[i] === null || numeric(row[i]) !== undefined);
  const numbers = table.columns.filter((_, i) => isNumber(i));
  const by = table.columns.find((name, i) => !isNumber(i) && /class|label|name|line/i.test(name));
  for (const [fx, fy] of PAIRS) {
    const x = numbers.find((n) => fx.test(n));
    const y = numbers.find((n) => n !== x && fy.test(n));
    if (x !== undefined && y !== undefined) return { x, y, by };
  }
  return numbers.length > 1 ? { x: numbers[0]!, y: numbers[1]!, by } : undefined;
}
