import type { Column } from '../api/types';

/** What a panel's first spec is made of. */
export interface PanelContext {
  columns: readonly Column[];
  /** The metric that matters most, as a key; unset: the one that most runs have. */
  metric?: string;
  /** The settings that differ among runs; unset or empty: nobody has looked, or none does. */
  varying?: readonly string[];
}

const plain = (columns: readonly Column[], prefix: string) => columns.filter((c) => c.name.startsWith(prefix)).sort((a, b) => b.runs - a.runs || a.name.localeCompare(b.name));

/** The column of the metric that matters most. */
export function bestMetric({ columns, metric }: PanelContext): string | undefined {
  if (metric !== undefined) return `metrics.${metric}`;
  return plain(columns, 'metrics.').find((c) => !c.name.startsWith('metrics.system/') && !/:(min|max|mean|count|first)$/.test(c.name))?.name;
}

/** Those that differ among runs before the others; seeds and places on a disk say least of them. */
function telling(names: string[], { varying = [] }: PanelContext): string[] {
  const rank = (name: string) => (!varying.includes(name) ? 2 : /(^|[._])(seed|path|dir|folder|file)$/i.test(name) ? 1 : 0);
  return names.sort((a, b) => rank(a) - rank(b));
}

/** The settings that most runs have: numbers and words, no lists or objects; those that differ first. */
export const settings = (context: PanelContext): string[] =>
  telling(plain(context.columns, 'config.').filter((c) => c.type !== 'list' && c.type !== 'object').map((c) => c.name), context);

export const numericConfig = (context: PanelContext): string[] => telling(plain(context.columns, 'config.').filter((c) => c.type === 'number').map((c) => c.name), context);

/** What runs are most naturally grouped by: their group where they have one, else a setting of words. */
export const groupColumn = (context: PanelContext): string | undefined =>
  context.columns.find((c) => c.name === 'group')?.name ?? telling(plain(context.columns, 'config.').filter((c) => c.type === 'text').map((c) => c.name), context)[0];
