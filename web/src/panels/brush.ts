import { columnName } from '../runs/completion';
import { quoted } from '../runs/filter';
import type { Json } from '../api/types';
import type { Scale } from './scales';

/** A marked part of an axis: fractions of it, low before high. */
export type Brush = readonly [number, number];

/** Whether a value lies in the marked part; a value without a place never does. */
export function inBrush(scale: Scale, brush: Brush, value: Json | undefined): boolean {
  const at = scale.of(value);
  return at !== undefined && at >= brush[0] - 1e-9 && at <= brush[1] + 1e-9;
}

const round = (value: number, up: boolean) => {
  // Four figures read well; rounding outwards keeps every run that the mark covers.
  const size = value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 3);
  return size === 0 ? 0 : Number(((up ? Math.ceil(value / size - 1e-9) : Math.floor(value / size + 1e-9)) * size).toPrecision(12));
};

const literal = (word: string) => (word === 'true' || word === 'false' || /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(word) ? word : quoted(word));

/** The marked parts of several axes as text of the query language; '' when nothing is marked. */
export function brushFilter(scales: readonly Scale[], brushes: Readonly<Record<string, Brush | undefined>>): string {
  const parts: string[] = [];
  for (const scale of scales) {
    const brush = brushes[scale.column];
    if (!brush) continue;
    const name = columnName(scale.column);
    if (scale.kind === 'words') {
      const words = scale.words.filter((word) => inBrush(scale, brush, word));
      parts.push(words.length === 0 ? `${name} is null and ${name} is not null` : words.length === 1 ? `${name} = ${literal(words[0]!)}` : `${name} in (${words.map(literal).join(', ')})`);
    } else {
      if (brush[0] > 0) parts.push(`${name} >= ${round(scale.invert(brush[0]), false)}`);
      if (brush[1] < 1) parts.push(`${name} <= ${round(scale.invert(brush[1]), true)}`);
      if (brush[0] <= 0 && brush[1] >= 1) parts.push(`${name} is not null`);
    }
  }
  return parts.join(' and ');
}

/** Two filters that must both hold. */
export function both(one: string, other: string): string {
  const wrap = (text: string) => (/\bor\b/i.test(text) ? `(${text})` : text);
  return [one.trim(), other.trim()].filter((text) => text !== '').map(wrap).join(' and ');
}
