// The analysis panels: what is drawn over many runs and is no line chart. One list for the workspace, the sweep page,
// the analyse page and reports.
//
// To show a panel anywhere:
//
//   const panel = PANELS[spec.type];                        // undefined: a type that this version does not know
//   <Suspense fallback={<Skeleton />}>
//     <panel.View project="team/name" filter="state = 'finished'" spec={spec} change={save} onBrush={narrow} />
//   </Suspense>
//   <panel.Editor project="team/name" filter={filter} spec={spec} change={save} />   // inside a popover
//
// - `project` is team/name. `filter` is text of the query language ('' for all runs): a panel shows the runs that match,
//   newest first, and says in words when it leaves some out. A choice of runs is a filter too: `id in (1, 2, 3)`.
// - `spec` is plain JSON with the panel's `type`: store it, put it into an address or a report. `defaultSpec` makes a
//   sensible one of the project's columns; members that are missing have defaults.
// - `change(patch)` merges into the spec. A view without `change` is read-only.
// - `onBrush(filter)` hears what the reader marked (parallel coordinates, scatter), as text of the query language to be
//   joined with the filter by `and`; '' when the mark is gone.
// - A view fills its parent: give it a height. It asks the server itself (query keys begin with 'panel').
// - Views and editors are loaded when they are first shown.
import { lazy, type ComponentType } from 'react';
import type { Column } from '../api/types';
import { fieldName } from '../media/vegaSpec';
import { heading } from '../runs/values';
import type { IconName } from '../ui/icons';
import { FORM_NAMES, type ScoredForm } from './scored';
import { bestMetric, groupColumn, numericConfig, settings, type PanelContext } from './defaults';

/** What a panel shows: its type and whatever that type keeps. */
export interface PanelSpec {
  type: string;
  title?: string;
  [member: string]: unknown;
}

export interface PanelProps<S extends PanelSpec = PanelSpec> {
  project: string;
  filter: string;
  spec: S;
  change?: (patch: Partial<S>) => void;
  onBrush?: (filter: string) => void;
}

export interface PanelType<S extends PanelSpec = PanelSpec> {
  type: string;
  title: string;
  /** What one of it is called where its reader gave it no name; `title` where missing. */
  titleOf?: (spec: S) => string | undefined;
  /** One sentence for the menu that adds panels. */
  about: string;
  icon: IconName;
  /** Columns of the grid's twelve and rows of 30 pixels that it looks best in. */
  size: { width: number; height: number };
  defaultSpec: (context: PanelContext) => S;
  View: ComponentType<PanelProps<S>>;
  Editor: ComponentType<PanelProps<S>>;
}

export interface ScatterSpec extends PanelSpec {
  type: 'scatter';
  x: string;
  y: string;
  colour?: string;
  size?: string;
  logX?: boolean;
  logY?: boolean;
}

export interface ParallelSpec extends PanelSpec {
  type: 'parallel';
  /** From left to right; the last one colours the lines. */
  columns: string[];
  /** Columns drawn on a logarithmic axis; where missing, an axis is logarithmic when its values span three decades. */
  log?: string[];
}

export interface ImportanceSpec extends PanelSpec {
  type: 'importance';
  metric: string;
  aggregate?: 'last' | 'min' | 'max' | 'mean';
  /** The settings to weigh; all that differ where missing. */
  columns?: string[];
}

export interface BoxSpec extends PanelSpec {
  type: 'box';
  column: string;
  by?: string;
  form?: 'box' | 'violin' | 'dots';
  log?: boolean;
}

export interface BarSpec extends PanelSpec {
  type: 'bar';
  column: string;
  by?: string;
  ascending?: boolean;
}

export interface ComparePanelSpec extends PanelSpec {
  type: 'compare';
  /** The ids of the runs; the newest that match where missing. */
  runs?: number[];
  /** Also what is the same in all. */
  all?: boolean;
}

export interface TableSpec extends PanelSpec {
  type: 'table';
  columns: string[];
  sort?: string;
  descending?: boolean;
  limit?: number;
}

export interface HistogramSpec extends PanelSpec {
  type: 'histogram';
  /** The key of the records; '' while none is chosen. */
  key: string;
  form?: 'heat' | 'ridge';
}

export interface CurveSpec extends PanelSpec {
  type: 'curve';
  /** The key of tables; '' while none is chosen. */
  key: string;
  /** Columns of the table; found by their names where missing. */
  x?: string;
  y?: string;
  by?: string;
  /** The columns as they are, or what labels and scores come to; found by the columns where missing. */
  draw?: 'columns' | ScoredForm;
  /** Columns of labels, scores and predicted classes; found by their names where missing. */
  label?: string;
  scores?: string[];
  predicted?: string;
  /** The class that a single column of scores speaks for; the last of two where missing. */
  positive?: string;
  /** Of many classes only this one against the rest. */
  of?: string;
  threshold?: number;
}

export interface VegaSpec extends PanelSpec {
  type: 'vega';
  /** The text of a Vega-Lite or Vega spec, as it was typed. */
  spec: string;
  /** What the rows of its table are; runs where missing. */
  source?: 'runs' | 'history' | 'table';
  /** Columns of each run, on every row. */
  columns?: string[];
  /** The keys of metrics whose steps are rows. */
  metrics?: string[];
  /** The key of a logged table. */
  key?: string;
}

export interface CodeSpec extends PanelSpec {
  type: 'code';
  /** The ids of the runs; the two newest that match where missing. */
  left?: number;
  right?: number;
  file?: string;
}

const byGroups = ({ column, by }: { column: string; by?: string }): string => (by ? `${heading(column)} by ${heading(by)}` : heading(column));

const scatter: PanelType<ScatterSpec> = {
  type: 'scatter', title: 'Scatter', about: 'One column against another, a point a run.', icon: 'scatter', titleOf: ({ x, y }) => `${heading(y)} over ${heading(x)}`, size: { width: 6, height: 10 },
  defaultSpec: (context) => ({ type: 'scatter', x: numericConfig(context)[0] ?? 'createdAt', y: bestMetric(context) ?? 'duration' }),
  View: lazy(() => import('./ScatterPanel').then((m) => ({ default: m.ScatterPanel }))),
  Editor: lazy(() => import('./ScatterEditor').then((m) => ({ default: m.ScatterEditor }))),
};

const parallel: PanelType<ParallelSpec> = {
  type: 'parallel', title: 'Parallel coordinates', about: 'Settings and results side by side; mark a part of an axis to keep its runs.', icon: 'parallel', size: { width: 12, height: 11 },
  defaultSpec: (context) => {
    const all = settings(context);
    const differing = all.filter((name) => context.varying?.includes(name));
    return { type: 'parallel', columns: [...(differing.length > 0 ? differing : all).slice(0, 6), bestMetric(context) ?? 'duration'] };
  },
  View: lazy(() => import('./ParallelPanel').then((m) => ({ default: m.ParallelPanel }))),
  Editor: lazy(() => import('./ParallelEditor').then((m) => ({ default: m.ParallelEditor }))),
};

const importance: PanelType<ImportanceSpec> = {
  type: 'importance', title: 'Parameter importance', about: 'Which settings matter for a result, with the uncertainty.', icon: 'importance', titleOf: ({ metric }) => `What matters for ${metric}`, size: { width: 6, height: 10 },
  defaultSpec: (context) => ({ type: 'importance', metric: (bestMetric(context) ?? 'metrics.loss').slice('metrics.'.length) }),
  View: lazy(() => import('./ImportancePanel').then((m) => ({ default: m.ImportancePanel }))),
  Editor: lazy(() => import('./ImportanceEditor').then((m) => ({ default: m.ImportanceEditor }))),
};

const box: PanelType<BoxSpec> = {
  type: 'box', title: 'Box or violin', about: 'How a result is spread over groups of runs, such as seeds of one setting.', icon: 'box', titleOf: byGroups, size: { width: 6, height: 10 },
  defaultSpec: (context) => ({ type: 'box', column: bestMetric(context) ?? 'duration', by: groupColumn(context) }),
  View: lazy(() => import('./BoxPanel').then((m) => ({ default: m.BoxPanel }))),
  Editor: lazy(() => import('./BoxEditor').then((m) => ({ default: m.BoxEditor }))),
};

const bar: PanelType<BarSpec> = {
  type: 'bar', title: 'Bars', about: 'One number of every run, or the means of groups.', icon: 'bars', titleOf: byGroups, size: { width: 6, height: 10 },
  defaultSpec: (context) => ({ type: 'bar', column: bestMetric(context) ?? 'duration' }),
  View: lazy(() => import('./BarPanel').then((m) => ({ default: m.BarPanel }))),
  Editor: lazy(() => import('./BarEditor').then((m) => ({ default: m.BarEditor }))),
};

const compare: PanelType<ComparePanelSpec> = {
  type: 'compare', title: 'Run comparer', about: 'What differs between runs: settings, results, packages, commit, machine.', icon: 'compare', size: { width: 12, height: 16 },
  defaultSpec: () => ({ type: 'compare' }),
  View: lazy(() => import('./ComparePanel').then((m) => ({ default: m.ComparePanel }))),
  Editor: lazy(() => import('./CompareEditor').then((m) => ({ default: m.CompareEditor }))),
};

const table: PanelType<TableSpec> = {
  type: 'table', title: 'Runs', about: 'A small table of runs with the columns you choose.', icon: 'table', size: { width: 12, height: 9 },
  defaultSpec: (context) => {
    const best = bestMetric(context);
    return { type: 'table', columns: [...settings(context).slice(0, 4), ...(best ? [best] : [])], sort: best, limit: 20 };
  },
  View: lazy(() => import('./TablePanel').then((m) => ({ default: m.TablePanel }))),
  Editor: lazy(() => import('./TableEditor').then((m) => ({ default: m.TableEditor }))),
};

const histogram: PanelType<HistogramSpec> = {
  type: 'histogram', title: 'Histogram over steps', about: 'How a distribution moves while runs learn, as heat maps or ridges.', icon: 'image', size: { width: 12, height: 9 },
  defaultSpec: () => ({ type: 'histogram', key: '' }),
  View: lazy(() => import('./HistogramPanel').then((m) => ({ default: m.HistogramPanel }))),
  Editor: lazy(() => import('./HistogramEditor').then((m) => ({ default: m.HistogramEditor }))),
};

const curve: PanelType<CurveSpec> = {
  type: 'curve', title: 'ROC, PR, confusion', about: 'ROC, precision over recall, calibration and confusion of labels and scores that runs logged as tables, or the tables’ own curves.', icon: 'smooth', size: { width: 6, height: 11 },
  titleOf: ({ draw, key, y, x }) => (key === '' ? undefined : `${draw === undefined || draw === 'columns' ? (x && y ? `${y} over ${x}` : 'Curves') : FORM_NAMES[draw]} of ${key}`),
  defaultSpec: () => ({ type: 'curve', key: '' }),
  View: lazy(() => import('./CurvePanel').then((m) => ({ default: m.CurvePanel }))),
  Editor: lazy(() => import('./CurveEditor').then((m) => ({ default: m.CurveEditor }))),
};

const code: PanelType<CodeSpec> = {
  type: 'code', title: 'Code difference', about: 'One file of two runs, line by line.', icon: 'git', size: { width: 12, height: 10 },
  defaultSpec: () => ({ type: 'code' }),
  View: lazy(() => import('./CodePanel').then((m) => ({ default: m.CodePanel }))),
  Editor: lazy(() => import('./CodeEditor').then((m) => ({ default: m.CodeEditor }))),
};

const vega: PanelType<VegaSpec> = {
  type: 'vega', title: 'Custom chart', about: 'Your own Vega-Lite or Vega spec over runs, their metrics or a logged table.', icon: 'chart', size: { width: 6, height: 10 },
  defaultSpec: (context) => {
    const [x, y] = [numericConfig(context)[0] ?? 'createdAt', bestMetric(context) ?? 'duration'];
    const [across, up] = [x, y].map((column) => fieldName(heading(column)));
    const encoding = { x: { field: across, type: 'quantitative', scale: { zero: false } }, y: { field: up, type: 'quantitative', scale: { zero: false } } };
    return { type: 'vega', source: 'runs', columns: [x, y], spec: JSON.stringify({ mark: { type: 'point', filled: true, tooltip: { content: 'data' } }, encoding }, null, 2) };
  },
  View: lazy(() => import('./VegaPanel').then((m) => ({ default: m.VegaPanel }))),
  Editor: lazy(() => import('./VegaEditor').then((m) => ({ default: m.VegaEditor }))),
};

/** Every panel by its type, in the order of menus. */
export const PANELS: Readonly<Record<string, PanelType>> = Object.fromEntries(
  [parallel, importance, scatter, box, bar, histogram, curve, table, compare, code, vega].map((panel) => [panel.type, panel as unknown as PanelType]),
);

/** The context of `defaultSpec` from the project's columns and, where known, the metric that matters most. */
export const panelContext = (columns: readonly Column[], metric?: string, varying?: readonly string[]): PanelContext => ({ columns, metric, varying });
