import type { Column } from '../api/types';

/** What a panel's first spec is made of. */
export interface PanelContext {
  columns: readonly Column[];
  /** The metric that matters most, as a key; unset: the one that most runs have. */
  metric?: string;
}

const plain = (columns: readonly Column[], prefix: string) => columns.filter((c) => c.name.startsWith(prefix)).sort((a, b) => b.runs - a.runs || a.name.localeCompare(b.name));

/** The column of the metric that matters most. */
export function bestMetric({ columns, metric }: PanelContext): string | undefined {
  if (metric !== undefined) return `metrics.${metric}`;
  return plain(columns, 'metrics.').find((c) => !c.name.startsWith('metrics.system/') && !/:(min|max|mean|count|first)$/.test(c.name))?.name;
}

/** The settings that most runs have: numbers and words, no lists or objects. */
export const settings = ({ columns }: PanelContext): string[] =>
  plain(columns, 'config.').filter((c) => c.type !== 'list' && c.type !== 'object').map((c) => c.name);

export const numericConfig = ({ columns }: PanelContext): string[] => plain(columns, 'config.').filter((c) => c.type === 'number').map((c) => c.name);

/** What runs are most naturally grouped by: their group where they have one, else a setting of words. */
export const groupColumn = ({ columns }: PanelContext): string | undefined =>
  columns.find((c) => c.name === 'group')?.name ?? plain(columns, 'config.').find((c) => c.type === 'text')?.name;
