import type { Json, Run, RunRow } from '../api/types';

/** One fact of several runs; undefined where a run does not have it. */
export interface ComparedRow {
  section: string;
  name: string;
  values: (Json | undefined)[];
  differs: boolean;
}

export const SECTIONS = ['Run', 'Results', 'Settings', 'Summary', 'Git', 'Packages', 'Environment'] as const;

const MOST_PARTS = 5000;

// Nested objects become dotted names; lists and everything else stay values.
function flatten(document: Json | undefined, into: Map<string, Json>, prefix = ''): void {
  if (document === null || document === undefined || typeof document !== 'object' || Array.isArray(document)) return;
  for (const [name, value] of Object.entries(document)) {
    if (into.size > MOST_PARTS) return;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0) flatten(value, into, path);
    else into.set(path, value);
  }
}

function partsOf(run: Run, row: RunRow | undefined): Record<(typeof SECTIONS)[number], Map<string, Json>> {
  const parts = Object.fromEntries(SECTIONS.map((section) => [section, new Map<string, Json>()])) as Record<(typeof SECTIONS)[number], Map<string, Json>>;
  for (const name of ['state', 'group', 'jobType', 'notes'] as const) if (run[name]) parts.Run.set(name, run[name]);
  if (run.tags.length > 0) parts.Run.set('tags', run.tags);
  for (const [column, value] of Object.entries(row?.values ?? {})) if (value !== undefined) parts.Results.set(column.replace(/^metrics\./, ''), value);
  flatten(run.config, parts.Settings);
  flatten(run.summary, parts.Summary);
  const { git, packages, ...rest } = run.environment;
  flatten(git as Json, parts.Git);
  flatten(packages as Json, parts.Packages);
  flatten(rest as Json, parts.Environment);
  return parts;
}

/** The facts of runs side by side, section by section. `rows` has the results of the runs, by their ids. */
export function compareRuns(runs: readonly Run[], rows: ReadonlyMap<number, RunRow>): ComparedRow[] {
  const parts = runs.map((run) => partsOf(run, rows.get(run.id)));
  return SECTIONS.flatMap((section) => {
    const names = [...new Set(parts.flatMap((part) => [...part[section].keys()]))].sort((a, b) => a.localeCompare(b));
    return names.map((name) => {
      const values = parts.map((part) => part[section].get(name));
      return { section, name, values, differs: new Set(values.map((value) => JSON.stringify(value))).size > 1 };
    });
  });
}
