import type { Column } from '../api/types';

/** Stands in a choice for all columns there are; `-name` behind it leaves one out. */
export const ALL = '*';

/** The columns that a choice means: itself, or with `*` all there are but those left out. */
export function resolveColumns(choice: readonly string[], all: readonly Column[]): string[] {
  if (!choice.includes(ALL)) return [...choice];
  const left = new Set(choice.filter((c) => c.startsWith('-')).map((c) => c.slice(1)));
  const named = choice.filter((c) => c !== ALL && !c.startsWith('-'));
  const seen = new Set(named);
  return [...named, ...all.map((c) => c.name).filter((name) => name !== 'name' && name !== 'id' && !left.has(name) && !seen.has(name))];
}

/** A choice with a column more, or one less; short also where it means thousands. */
export function withColumn(choice: readonly string[], column: string, on: boolean): string[] {
  if (!choice.includes(ALL)) return on ? [...choice.filter((c) => c !== column), column] : choice.filter((c) => c !== column);
  const rest = choice.filter((c) => c !== column && c !== `-${column}`);
  return on ? rest : [...rest, `-${column}`];
}

/** The choice with `column` put in the place of `target`; where the choice is `*`, moved columns are named before it. */
export function moveColumn(shown: readonly string[], choice: readonly string[], column: string, target: string): string[] {
  const from = shown.indexOf(column);
  const to = shown.indexOf(target);
  if (from < 0 || to < 0 || from === to) return [...choice];
  const moved = shown.toSpliced(from, 1).toSpliced(to, 0, column);
  if (!choice.includes(ALL)) return moved;
  const named = choice.filter((c) => c !== ALL && !c.startsWith('-'));
  return [...moved.slice(0, Math.max(named.length, to + 1, from)), ...choice.filter((c) => c === ALL || c.startsWith('-'))];
}
