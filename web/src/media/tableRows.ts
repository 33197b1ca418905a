import type { Json } from '../api/types';
import { natural } from '../charts/sections';

export interface TableData {
  columns: string[];
  rows: Json[][];
}

/** A table as records have it, or as W&B's files have it (`data` instead of `rows`); undefined where it is none. */
export function readTable(value: Json | undefined): TableData | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const rows = value.rows ?? value.data;
  if (!Array.isArray(value.columns) || !Array.isArray(rows)) return undefined;
  return { columns: value.columns.map((c) => (typeof c === 'string' ? c : JSON.stringify(c))), rows: rows.filter((r): r is Json[] => Array.isArray(r)) };
}

/**
 * Predictions, logged as lists of equal length, as a row for each example: with whether it is right for classes, with its
 * error for numbers that are not whole. Undefined where they are none.
 */
export function readPredictions(value: { [key: string]: Json }): TableData | undefined {
  const list = (name: string) => (Array.isArray(value[name]) ? (value[name] as Json[]) : undefined);
  const [truth, predicted, ids, scores] = [list('true'), list('predicted'), list('ids'), list('scores')];
  if (!truth || !predicted || truth.length !== predicted.length) return undefined;
  const amounts = [...truth, ...predicted].every((one) => typeof one === 'number') && truth.some((one) => !Number.isInteger(one));
  const judged = (i: number): Json => (amounts ? (predicted[i] as number) - (truth[i] as number) : plain(truth[i]) === plain(predicted[i]) ? 'yes' : 'no');
  return {
    columns: [ids ? 'id' : 'example', 'true', 'predicted', amounts ? 'error' : 'right', ...(scores ? ['score'] : [])],
    rows: truth.map((one, i) => [ids?.[i] ?? i, one, predicted[i]!, judged(i), ...(scores ? [scores[i] ?? null] : [])]),
  };
}

const plain = (value: Json | undefined): string => (value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
const COMPARISON = /^\s*(?:"([^"]+)"|`([^`]+)`|([^\s<>=!]+))\s*(<=|>=|!=|<|>|=)\s*(.+?)\s*$/;

/**
 * Which rows a filter leaves: comparisons such as `score > 0.5` joined by `and` (names with spaces in quotes), or any other
 * text, which has to be in one of the row's cells. Answers the places of rows, in order.
 */
export function filterRows({ columns, rows }: TableData, filter: string): number[] {
  const all = rows.map((_, i) => i);
  if (filter.trim() === '') return all;
  const tests = filter.split(/\s+and\s+/i).map((part): ((row: Json[]) => boolean) | undefined => {
    const found = COMPARISON.exec(part);
    if (!found) return undefined;
    const at = columns.indexOf(found[1] ?? found[2] ?? found[3]!);
    if (at < 0) return undefined;
    const wanted = found[5]!.replace(/^(['"])(.*)\1$/, '$2');
    const number = wanted === '' ? Number.NaN : Number(wanted);
    return (row) => {
      const cell = row[at];
      const order = typeof cell === 'number' && !Number.isNaN(number) ? cell - number : natural(plain(cell), wanted);
      switch (found[4]) {
        case '<': return order < 0;
        case '<=': return order <= 0;
        case '>': return order > 0;
        case '>=': return order >= 0;
        case '!=': return order !== 0;
        default: return order === 0;
      }
    };
  });
  if (tests.every((test) => test !== undefined)) return all.filter((i) => tests.every((test) => test!(rows[i]!)));
  const text = filter.trim().toLowerCase();
  return all.filter((i) => rows[i]!.some((cell) => plain(cell).toLowerCase().includes(text)));
}

/** Places of rows by the cells of a column: numbers by size, other things by their text, empty cells last both ways. */
export function sortRows(rows: readonly Json[][], places: readonly number[], at: number, down: boolean): number[] {
  const missing = (value: Json | undefined) => value === null || value === undefined;
  return [...places].sort((i, k) => {
    const [a, b] = [rows[i]![at], rows[k]![at]];
    if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b)) || i - k;
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : natural(plain(a), plain(b));
    return (down ? -order : order) || i - k;
  });
}
