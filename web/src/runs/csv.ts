import type { Json, RunRow } from '../api/types';
import { valueOf } from './values';

// A cell that begins like a formula is run as one by spreadsheets; a quote in front keeps it a text.
const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+(e[+-]?\d+)?$/i.test(text) ? `'${text}` : text);

function cell(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? safe(value) : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as comma-separated text with full precision and a heading; lines end as RFC 4180 asks. */
export function toCsv(rows: readonly RunRow[], columns: readonly string[], now: number): string {
  const all = ['uid', 'name', 'state', ...columns.filter((c) => c !== 'uid' && c !== 'name' && c !== 'state')];
  return [all.map(cell), ...rows.map((row) => all.map((column) => cell(valueOf(row, column, now))))].map((line) => `${line.join(',')}\r\n`).join('');
}
