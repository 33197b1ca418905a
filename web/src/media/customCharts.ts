import type { Json } from '../api/types';
import type { TableData } from './tableRows';
import { fieldName, tableRows } from './vegaSpec';

type Doc = { [key: string]: Json };

/** A chart that a W&B client defined over a table of its run. */
export interface CustomChart {
  key: string;
  /** Such as `wandb/line/v0`. */
  preset: string;
  title: string;
  fields: Record<string, string>;
  words: Record<string, string>;
  table: string;
}

const object = (value: Json | undefined): Doc | undefined => (value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined);
const texts = (value: Json | undefined): Record<string, string> => Object.fromEntries(Object.entries(object(value) ?? {}).filter((e): e is [string, string] => typeof e[1] === 'string'));

// The key of the table lies deep in the query that the client's own page would ask.
function tableKey(value: Json | undefined): string | undefined {
  if (Array.isArray(value)) return value.map(tableKey).find((k) => k !== undefined);
  const doc = object(value);
  if (!doc) return undefined;
  if (doc.name === 'tableKey' && typeof doc.value === 'string') return doc.value;
  if (typeof doc.tableKey === 'string') return doc.tableKey;
  return Object.values(doc).map(tableKey).find((k) => k !== undefined);
}

/** The charts that a run's environment defines, by key. */
export function customCharts(environment: Json | undefined): CustomChart[] {
  const all = object(object(object(environment)?.wandb)?.visualize) ?? {};
  return Object.entries(all).flatMap(([key, value]) => {
    const panel = object(object(value)?.panel_config);
    if (!panel || typeof panel.panelDefId !== 'string') return [];
    const words = texts(panel.stringSettings);
    return [{ key, preset: panel.panelDefId, title: words.title || key, fields: texts(panel.fieldSettings), words, table: tableKey(panel.userQuery) ?? `${key}_table` }];
  });
}

/**
 * What Vega-Lite draws for a chart of one of W&B's presets; undefined for a preset that is not known here.
 * The matrix of a confusion is drawn by the page's own panel.
 */
export function chartSpec(chart: CustomChart, table: TableData): object | undefined {
  const data = { values: tableRows(table) };
  const field = (name: string, fallback?: number) => {
    const column = chart.fields[name] ?? chart.fields[name.toLowerCase()] ?? (fallback === undefined ? undefined : table.columns[fallback]);
    return column !== undefined && table.columns.includes(column) ? fieldName(column) : undefined;
  };
  const axis = (name: string | undefined, title?: string, more: object = {}) => ({ field: name, type: 'quantitative', title: title ?? name, scale: { zero: false }, ...more });
  const base = { data, width: 'container', height: 240 };
  const tooltip = true;
  switch (chart.preset.replace(/^wandb\//, '').replace(/\/v\d+$/, '')) {
    case 'line': {
      const colour = field('stroke') ?? field('color');
      return { ...base, mark: { type: 'line', tooltip }, encoding: { x: axis(field('x', 0)), y: axis(field('y', 1)), ...(colour && { color: { field: colour, type: 'nominal' } }) } };
    }
    case 'lineseries': {
      const [x, y, line] = [field('step', 0), field('lineVal', 2), field('lineKey', 1)];
      return { ...base, mark: { type: 'line', tooltip }, encoding: { x: axis(x, chart.words.xname), y: axis(y, ''), color: { field: line, type: 'nominal', title: null } } };
    }
    case 'area-under-curve': {
      const [x, y, line] = [field('x', 0), field('y', 1), field('class')];
      return { ...base, mark: { type: 'line', tooltip }, encoding: { x: axis(x, chart.words['x-axis-title'], { scale: { domain: [0, 1] } }), y: axis(y, chart.words['y-axis-title'], { scale: { domain: [0, 1] } }), ...(line && { color: { field: line, type: 'nominal', title: null } }) } };
    }
    case 'scatter':
      return { ...base, mark: { type: 'point', filled: true, opacity: 0.7, size: 28, tooltip }, encoding: { x: axis(field('x', 0)), y: axis(field('y', 1)) } };
    case 'bar':
      return { ...base, height: Math.max(120, Math.min(420, table.rows.length * 24)), mark: { type: 'bar', tooltip }, encoding: { y: { field: field('label', 0), type: 'nominal', title: null, sort: null }, x: { field: field('value', 1), type: 'quantitative' } } };
    case 'histogram':
      return { ...base, mark: { type: 'bar', tooltip }, encoding: { x: { field: field('value', 0), type: 'quantitative', bin: { maxbins: 40 } }, y: { aggregate: 'count', type: 'quantitative', title: 'count' } } };
    default:
      return undefined;
  }
}

/** The counts of a confusion-matrix chart: rows true, columns predicted; undefined where the table has no such columns. */
export function confusionOf(chart: CustomChart, table: TableData): { classes: string[]; matrix: number[][] } | undefined {
  const at = (name: string) => table.columns.indexOf(chart.fields[name] ?? name);
  const [actual, predicted, count] = [at('Actual'), at('Predicted'), at('nPredictions')];
  if (actual < 0 || predicted < 0 || count < 0) return undefined;
  const classes = [...new Set(table.rows.flatMap((row) => [String(row[actual]), String(row[predicted])]))];
  const matrix = classes.map(() => classes.map(() => 0));
  for (const row of table.rows) matrix[classes.indexOf(String(row[actual]))]![classes.indexOf(String(row[predicted]))]! += Number(row[count]) || 0;
  return { classes, matrix };
}
