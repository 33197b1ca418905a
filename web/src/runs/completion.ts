import type { Column } from '../api/types';
import { quoted } from './filter';

/** What may stand where the caret is, and the part of the text it would take the place of. */
export interface Completion {
  from: number;
  to: number;
  options: string[];
}

const COMPARISONS = ['=', '!=', '>', '>=', '<', '<=', 'in (', 'like ', 'ilike ', 'contains ', 'is null', 'is not null'];
const JOINS = ['and ', 'or '];
const STATES = ['running', 'finished', 'failed', 'crashed', 'killed'];
const TOKEN = /\s*(?:('(?:[^']|'')*(?:'|$))|(`[^`]*(?:`|$))|(!=|<=|>=|[=<>(),])|([^\s=<>!(),'`]+))/gy;
const MOST = 12;

export interface Token {
  kind: 'text' | 'name' | 'sign' | 'word';
  text: string;
  at: number;
}

/** The words and signs of a filter, with their places. */
export function tokens(text: string): Token[] {
  const out: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let m; (m = TOKEN.exec(text)); ) {
    const [part, quote, tick, sign, word] = m;
    const token = quote ?? tick ?? sign ?? word!;
    out.push({ kind: quote !== undefined ? 'text' : tick !== undefined ? 'name' : sign !== undefined ? 'sign' : 'word', text: token, at: m.index + part.length - token.length });
  }
  return out;
}

/** A column as the query language writes it: in backticks where its name has odd characters. */
export const columnName = (name: string): string => (/^[\w.:/-]+$/.test(name) ? name : `\`${name}\``);

const fits = (options: readonly string[], typed: string): string[] => {
  const want = typed.replace(/^[`']/, '').toLowerCase();
  const starts = options.filter((o) => o.replace(/^[`']/, '').toLowerCase().startsWith(want));
  return [...starts, ...options.filter((o) => !starts.includes(o) && o.toLowerCase().includes(want))].slice(0, MOST);
};

/**
 * Completes a filter at the caret: columns where a comparison begins, then comparisons, then values (`values` has what
 * is known of a column's), then `and` or `or`. Undefined where nothing would be added.
 */
export function complete(text: string, caret: number, columns: readonly Column[], values: (column: string) => readonly string[]): Completion | undefined {
  const all = tokens(text.slice(0, caret));
  const open = all.at(-1);
  const touching = open !== undefined && open.at + open.text.length === caret && !/[(),]$/.test(open.text);
  const typed = touching ? open.text : '';
  const before = touching ? all.slice(0, -1) : all;
  const from = touching ? open.at : caret;
  const known = new Set(columns.map((c) => columnName(c.name)));
  // Where in `column comparison value` the caret stands: walk from the last word that joins comparisons.
  let column = '';
  let expect: 'column' | 'comparison' | 'value' | 'join' = 'column';
  for (const { kind, text: token } of before) {
    const word = token.toLowerCase();
    if (kind === 'word' && (word === 'and' || word === 'or')) expect = 'column';
    else if (expect === 'column') {
      if (word !== '(' && word !== 'not') [column, expect] = [token, 'comparison'];
    } else if (expect === 'comparison') {
      if (word === 'is' || word === 'not') continue;
      expect = word === 'null' ? 'join' : 'value';
    } else if (expect === 'value' && token !== '(' && token !== ',') {
      const list = before.some((t) => t.text.toLowerCase() === 'in');
      if (!list || token === ')') expect = 'join';
    }
  }
  const options = (() => {
    switch (expect) {
      case 'column': return fits([...known], typed);
      case 'comparison': return fits(COMPARISONS, typed);
      case 'value': return fits(column === 'state' ? STATES.map(quoted) : values(column), typed);
      case 'join': return fits(JOINS, typed);
    }
  })().filter((option) => option !== typed);
  return options.length > 0 ? { from, to: caret, options } : undefined;
}

/** The text with an option in its place, and where the caret then stands. */
export function accept(text: string, completion: Completion, option: string): { text: string; caret: number } {
  const after = text.slice(completion.to);
  const put = option + (/[\s(]$/.test(option) || after.startsWith(' ') ? '' : ' ');
  return { text: text.slice(0, completion.from) + put + after, caret: completion.from + put.length };
}
