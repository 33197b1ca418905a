import type { SmoothingKind } from '../charts/smoothing';

/** What one panel has of its own; what is missing is as the page has it. */
export interface PanelChange {
  /** What sort of panel: `line` where missing. */
  kind?: string;
  title?: string;
  /** Metrics, and formulas that begin with `=`; of a metric's own panel only where others were added. */
  metrics?: string[];
  /** The section it was put into; of a metric's own panel only where it was moved. */
  section?: string;
  removed?: true;
  /** Columns and pixels it takes. */
  w?: number;
  h?: number;
  axis?: string;
  logX?: boolean;
  logY?: boolean;
  smoothing?: number;
  smoothKind?: SmoothingKind;
  y?: [number | null, number | null];
  clip?: boolean;
  legend?: boolean;
  /** Whether the raw line stays behind a smoothed one. */
  raw?: boolean;
  /** Whether the runs of groups are drawn faint behind their lines. */
  members?: boolean;
  /** What panels of other kinds keep. */
  config?: Record<string, unknown>;
}

/** How the panels of a page differ from one panel a metric in the order of names. */
export interface Layout {
  columns?: number;
  height?: number;
  panels: Record<string, PanelChange>;
  /** Panels of a section in the order they were put. */
  order: Record<string, string[]>;
}

export const EMPTY_LAYOUT: Layout = { panels: {}, order: {} };

/** Panels that people added have ids of this form; the others have their metric's name. */
const ADDED = /^\+\d+$/;
export const isAdded = (id: string): boolean => ADDED.test(id);

const record = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const texts = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');
const among = (value: unknown, low: number, high: number) => (typeof value === 'number' && value >= low && value <= high ? Math.round(value) : undefined);

/** Reads a layout from its text; what cannot be read is left out. */
export function parseLayout(text: string | undefined): Layout {
  if (!text) return EMPTY_LAYOUT;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return EMPTY_LAYOUT;
  }
  if (!record(value)) return EMPTY_LAYOUT;
  const layout: Layout = { panels: {}, order: {} };
  const [columns, height] = [among(value.columns, 1, 12), among(value.height, 80, 2000)];
  if (columns !== undefined) layout.columns = columns;
  if (height !== undefined) layout.height = height;
  if (record(value.panels))
    for (const [id, panel] of Object.entries(value.panels)) if (record(panel) && (panel.metrics === undefined || texts(panel.metrics))) layout.panels[id] = panel as PanelChange;
  if (record(value.order)) for (const [section, ids] of Object.entries(value.order)) if (texts(ids)) layout.order[section] = ids;
  return layout;
}

/** Writes a layout as text; an untouched one is empty. */
export function formatLayout(layout: Layout): string {
  const out: Partial<Layout> = {};
  if (layout.columns !== undefined) out.columns = layout.columns;
  if (layout.height !== undefined) out.height = layout.height;
  if (Object.keys(layout.panels).length > 0) out.panels = layout.panels;
  if (Object.keys(layout.order).length > 0) out.order = layout.order;
  return Object.keys(out).length === 0 ? '' : JSON.stringify(out);
}

/** The layout with parts of one panel changed; `undefined` takes a part back to the page's. */
export function changePanel(layout: Layout, id: string, change: PanelChange): Layout {
  const merged = Object.fromEntries(Object.entries({ ...layout.panels[id], ...change }).filter(([, value]) => value !== undefined)) as PanelChange;
  const panels = { ...layout.panels };
  if (Object.keys(merged).length > 0) panels[id] = merged;
  else delete panels[id];
  return { ...layout, panels };
}

/** The layout with one more panel at the top of a section; answers its id too. */
export function addPanel(layout: Layout, section: string, panel: PanelChange, after?: string, shown: readonly string[] = []): [Layout, string] {
  const taken = Object.keys(layout.panels).filter(isAdded).map((id) => Number(id.slice(1)));
  const id = `+${Math.max(0, ...taken) + 1}`;
  const rest = layout.order[section] ?? [...shown];
  const at = after === undefined ? 0 : rest.indexOf(after) + 1;
  return [{ ...layout, panels: { ...layout.panels, [id]: { ...panel, section } }, order: { ...layout.order, [section]: [...rest.slice(0, at), id, ...rest.slice(at)] } }, id];
}

/** The layout without a panel: an added one is gone, a metric's own is only put away. */
export function removePanel(layout: Layout, id: string): Layout {
  if (!isAdded(id)) return changePanel(layout, id, { removed: true });
  const panels = { ...layout.panels };
  delete panels[id];
  const order = Object.fromEntries(Object.entries(layout.order).map(([section, ids]) => [section, ids.filter((one) => one !== id)]));
  return { ...layout, panels, order };
}

/** The layout with a panel moved before another one (null: to the end) of a section whose panels now stand as `shown`. */
export function movePanel(layout: Layout, id: string, section: string, before: string | null, shown: readonly string[], home: string): Layout {
  const rest = shown.filter((one) => one !== id);
  const at = before === null ? rest.length : rest.indexOf(before);
  const order = { ...layout.order, [section]: [...rest.slice(0, at < 0 ? rest.length : at), id, ...rest.slice(at < 0 ? rest.length : at)] };
  return changePanel({ ...layout, order }, id, { section: section === home && !isAdded(id) ? undefined : section });
}
