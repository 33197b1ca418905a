import { isAdded, type Layout, type PanelChange } from '../view/layout';
import { matcher, PLAIN, sectionsOf } from './sections';

/** One panel as it stands in the grid. */
export interface BoardPanel {
  id: string;
  title: string;
  metrics: readonly string[];
  /** What it has of its own. */
  own: PanelChange;
  section: string;
  /** The section it would be in by itself. */
  home: string;
  /** Known to hold one value a run, so that a small card is enough. */
  single: boolean;
}

export interface BoardSection {
  name: string;
  depth: number;
  panels: BoardPanel[];
}

const NOTHING: PanelChange = {};

/** A formula or a metric as a title says it. */
export const titleOf = (metrics: readonly string[]): string => metrics.map((metric) => metric.replace(/^=/, '')).join(', ');

/** One panel for every metric, and what people made of that: moved, joined, added, put away. */
export function boardOf(
  metrics: readonly { key: string; single?: boolean }[], marked: ReadonlySet<string>, layout: Layout, search: string, prefix = '',
): BoardSection[] {
  const matches = matcher(search);
  const singles = new Set(metrics.filter((metric) => metric.single).map((metric) => metric.key));
  const tree = sectionsOf(metrics.map((metric) => metric.key), marked, prefix);
  const sections = new Map<string, BoardSection>(tree.map(({ name, depth }) => [name, { name, depth, panels: [] }]));
  const put = (panel: BoardPanel) => {
    let section = sections.get(panel.section);
    if (!section) sections.set(panel.section, (section = { name: panel.section, depth: 0, panels: [] }));
    section.panels.push(panel);
  };
  const make = (id: string, own: PanelChange, home: string, fallback: readonly string[], single: boolean): void => {
    if (own.removed) return;
    const shown = own.metrics ?? fallback;
    const title = own.title ?? titleOf(shown);
    if (matches(title) || shown.some(matches)) put({ id, title, metrics: shown, own, section: own.section ?? home, home, single: single && shown.length === 1 });
  };
  for (const { name, metrics: keys } of tree) for (const key of keys) make(key, layout.panels[key] ?? NOTHING, name, [key], singles.has(key));
  for (const [id, own] of Object.entries(layout.panels)) if (isAdded(id)) make(id, own, own.section ?? PLAIN, own.metrics ?? [], false);
  for (const section of sections.values()) {
    const order = layout.order[section.name];
    if (!order) continue;
    const place = new Map(order.map((id, i) => [id, i]));
    const at = (panel: BoardPanel) => place.get(panel.id) ?? order.length;
    section.panels = section.panels.map((panel, i) => ({ panel, i })).sort((a, b) => at(a.panel) - at(b.panel) || a.i - b.i).map(({ panel }) => panel);
  }
  // Sections that people made stand first: they were made to be looked at.
  const own = new Set(tree.map((section) => section.name));
  const all = [...sections.values()].sort((a, b) => Number(own.has(a.name)) - Number(own.has(b.name)));
  return all.filter((section) => section.panels.length > 0 || all.some((other) => other.name.startsWith(`${section.name}/`) && other.panels.length > 0));
}

/** Panels that were put away, by id. */
export const removedOf = (layout: Layout): string[] => Object.entries(layout.panels).filter(([, panel]) => panel.removed).map(([id]) => id);
