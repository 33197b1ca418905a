import { columnName, tokens } from './completion';
import { quoted } from './filter';

/** What a column's menu says of its column; each part is one comparison of the query language. */
export interface ColumnFilter {
  from?: string;
  to?: string;
  values?: string[];
  contains?: string;
  present?: boolean;
}

/** The parts of a filter that are joined by `and` at its top; a filter with `or` at its top is one part. */
export function splitTerms(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { kind, text: token, at } of tokens(text)) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (kind !== 'word' || depth !== 0) continue;
    const word = token.toLowerCase();
    if (word === 'or') return text.trim() === '' ? [] : [text.trim()];
    if (word !== 'and') continue;
    parts.push(text.slice(start, at).trim());
    start = at + token.length;
  }
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}

const hasOr = (term: string) => {
  let depth = 0;
  return tokens(term).some(({ kind, text }) => {
    if (text === '(') depth++;
    if (text === ')') depth--;
    return depth === 0 && kind === 'word' && text.toLowerCase() === 'or';
  });
};

const about = (term: string, column: string): boolean => {
  const [first] = tokens(term);
  return first !== undefined && first.text.replaceAll('`', '') === column && !hasOr(term);
};

const bare = (literal: string) => (literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal);

/** What the filter says of a column, as far as a menu can show it. */
export function readColumnFilter(text: string, column: string): ColumnFilter {
  const out: ColumnFilter = {};
  for (const term of splitTerms(text)) {
    if (!about(term, column)) continue;
    const [, ...rest] = tokens(term);
    const words = rest.map((token) => token.text);
    const operator = words[0]?.toLowerCase();
    if (operator === '>=' && words[1] !== undefined) out.from = bare(words[1]);
    else if (operator === '<=' && words[1] !== undefined) out.to = bare(words[1]);
    else if (operator === '=' && words[1] !== undefined) out.values = [words[1]];
    else if (operator === 'in') out.values = words.slice(1).filter((word) => !/^[(),]$/.test(word));
    else if (operator === 'contains' && words[1] !== undefined) out.contains = bare(words[1]);
    else if (operator === 'ilike' && words[1] !== undefined) out.contains = bare(words[1]).replace(/^%|%$/g, '');
    else if (operator === 'is') out.present = words[1]?.toLowerCase() === 'not';
  }
  return out;
}

/** What a menu says of a column, as the query language writes it. */
export function formatColumnFilter(column: string, filter: ColumnFilter, list: boolean): string[] {
  const name = columnName(column);
  const out: string[] = [];
  if (filter.from) out.push(`${name} >= ${filter.from}`);
  if (filter.to) out.push(`${name} <= ${filter.to}`);
  if (filter.values?.length === 1) out.push(`${name} = ${filter.values[0]}`);
  else if (filter.values && filter.values.length > 1) out.push(`${name} in (${filter.values.join(', ')})`);
  if (filter.contains) out.push(list ? `${name} contains ${quoted(filter.contains)}` : `${name} ilike ${quoted(`%${filter.contains}%`)}`);
  if (filter.present !== undefined) out.push(`${name} is ${filter.present ? 'not ' : ''}null`);
  return out;
}

/** The filter with what it says of one column replaced; everything else stays as it was written. */
export function setColumnFilter(text: string, column: string, terms: readonly string[]): string {
  const kept = splitTerms(text).filter((term) => !about(term, column));
  return [...kept.map((term) => (terms.length > 0 && hasOr(term) ? `(${term})` : term)), ...terms].join(' and ');
}
