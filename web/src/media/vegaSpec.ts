import type { Json } from '../api/types';
import type { TableData } from './tableRows';

type Doc = { [key: string]: Json };

/** A row of the table that a spec draws, by the names of its columns. */
export type DataRow = Record<string, Json>;

/** The names under which a spec can speak of the table it is fed from; `wandb` is how W&B's charts call theirs. */
export const TABLE_NAMES: readonly string[] = ['table', 'wandb'];

const LARGEST = 256 * 1024;
const isDoc = (value: Json | undefined): value is Doc => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A column's name as specs write it: dots and brackets would be read as a path. */
export const fieldName = (column: string): string => column.replace(/[.[\]]/g, '_');

/** Where in a text a place lies, counted from 1. */
function lineOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

// The engine names the place as a number, or as line and column, or not at all.
function jsonProblem(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const at = /position (\d+)/.exec(message)?.[1];
  return `This is no JSON: ${message.replace(/\s*in JSON at position \d+.*$/, '').replace(/ \(line.*$/, '')}${at ? ` at ${lineOf(text, Number(at))}` : /end of JSON|Unexpected end/.test(message) ? ` (it ends at ${lineOf(text, text.length)})` : ''}.`;
}

/** The first address in a spec that would have to be loaded, by its path; undefined where there is none. */
export function addressIn(value: Json, path = ''): string | undefined {
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) {
      const found = addressIn(one, `${path}[${i}]`);
      if (found) return found;
    }
    return undefined;
  }
  if (!isDoc(value)) return undefined;
  for (const [name, one] of Object.entries(value)) {
    const here = path === '' ? name : `${path}.${name}`;
    // An encoding may have a channel of this name: then it is an object, and the image loader refuses what it names.
    if (name === 'url' && (typeof one === 'string' || (isDoc(one) && 'signal' in one))) return here;
    if (name === 'values' || name === 'datasets') continue;
    const found = addressIn(one, here);
    if (found) return found;
  }
  return undefined;
}

/** A spec read from what a person typed, or what is wrong with it in words. */
export function parseSpec(text: string): { spec: Doc; problem?: undefined } | { spec?: undefined; problem: string } {
  if (text.trim() === '') return { problem: 'Write a Vega-Lite or Vega spec: an object with a mark and an encoding.' };
  if (text.length > LARGEST) return { problem: `The spec has ${text.length} characters; ${LARGEST} are the most. Rows belong into a table, not into the spec.` };
  let spec: Json;
  try {
    spec = JSON.parse(text) as Json;
  } catch (error) {
    return { problem: jsonProblem(text, error) };
  }
  if (!isDoc(spec)) return { problem: `A spec is a JSON object, not ${Array.isArray(spec) ? 'a list' : spec === null ? 'null' : `a ${typeof spec}`}.` };
  const address = addressIn(spec);
  if (address) return { problem: `${address} is an address, and specs load nothing from the network. The table that feeds the panel is there as {"name": "table"}.` };
  if (!isVega(spec) && !['mark', 'layer', 'concat', 'hconcat', 'vconcat', 'facet', 'repeat', 'spec'].some((name) => name in spec))
    return { problem: 'There is nothing to draw: Vega-Lite needs a mark (or layer, concat, facet, repeat), Vega a list of marks.' };
  return { spec };
}

/** A table's rows by the names that specs write. */
export const tableRows = ({ columns, rows }: TableData): DataRow[] => rows.map((row) => Object.fromEntries(columns.map((c, i) => [fieldName(c), row[i] ?? null])));

/** Whether a spec is written in Vega rather than in Vega-Lite. */
export const isVega = (spec: Doc): boolean => (typeof spec.$schema === 'string' ? !/vega-lite/.test(spec.$schema) && /\/vega\//.test(spec.$schema) : Array.isArray(spec.marks) || Array.isArray(spec.data));

/** Puts words of W&B's charts in: `${field:x}` is the column chosen for x, `${string:title}` a text. */
export function fillIn(spec: Doc, fields: Readonly<Record<string, string>>, texts: Readonly<Record<string, string>>): Doc {
  const walk = (value: Json): Json => {
    if (typeof value === 'string') return value.replace(/\$\{(field|string):([^}]+)\}/g, (_, kind: string, name: string) => (kind === 'field' ? fieldName(fields[name] ?? name) : texts[name] ?? ''));
    if (Array.isArray(value)) return value.map(walk);
    return isDoc(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walk(one)])) : value;
  };
  return walk(spec) as Doc;
}

/** The spec with the table in it; whatever it says of how the page embeds it is taken away. */
export function withTable(spec: Doc, rows: readonly DataRow[]): Doc {
  const { usermeta: _, ...rest } = spec;
  const values = rows as Json[];
  if (!isVega(spec)) {
    const named = Object.fromEntries(TABLE_NAMES.map((name) => [name, values]));
    return { ...rest, data: rest.data ?? { name: 'table' }, datasets: { ...named, ...(isDoc(rest.datasets) ? rest.datasets : {}) } };
  }
  const data = Array.isArray(rest.data) ? rest.data : [];
  const filled = data.map((one) => (isDoc(one) && TABLE_NAMES.includes(String(one.name)) && !('values' in one) && !('source' in one) ? { ...one, values } : one));
  return { ...rest, data: data.some((one) => isDoc(one) && TABLE_NAMES.includes(String(one.name))) ? filled : [{ name: 'table', values }, ...filled] };
}

/** Fills the panel where the spec says nothing of its size and has a single view. */
export function fitted(spec: Doc): Doc {
  const single = 'mark' in spec || 'layer' in spec;
  if (isVega(spec) || !single) return spec;
  return { autosize: { type: 'fit', contains: 'padding' }, width: 'container', height: 'container', ...spec };
}

/** The fields that encodings of a Vega-Lite spec name and neither the table nor a transform has; empty for Vega. */
export function unknownFields(spec: Doc, columns: readonly string[]): string[] {
  if (isVega(spec)) return [];
  const known = new Set(columns.map(fieldName));
  const named = new Set<string>();
  const walk = (value: Json, inEncoding: boolean): void => {
    if (Array.isArray(value)) value.forEach((one) => walk(one, inEncoding));
    if (!isDoc(value)) return;
    for (const [key, one] of Object.entries(value)) {
      if (key === 'as') (Array.isArray(one) ? one : [one]).forEach((name) => typeof name === 'string' && known.add(name));
      else if (key === 'field' && inEncoding && typeof one === 'string') named.add(one);
      else if (key === 'data' || key === 'datasets') continue;
      else walk(one, inEncoding || key === 'encoding');
    }
  };
  walk(spec, false);
  // A transform may name its columns itself; folds make key and value, pivots make what they find.
  if (JSON.stringify(spec).match(/"(pivot|fold|flatten|density|regression|loess|quantile|data|from)":/)) return [];
  return [...named].filter((name) => !known.has(name));
}
