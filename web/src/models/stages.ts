import type { ModelVersion, RegisteredModel, Stage } from './types';

export const STAGES: readonly Stage[] = ['none', 'staging', 'production', 'archived'];

export const STAGE_NAMES: Record<Stage, string> = { none: 'None', staging: 'Staging', production: 'Production', archived: 'Archived' };

/** Numbers of the other versions in the stage that this version would share it with, newest first. */
export function sharers(versions: readonly ModelVersion[], version: number, stage: Stage): number[] {
  if (stage !== 'staging' && stage !== 'production') return [];
  return versions.filter((v) => v.stage === stage && v.version !== version).map((v) => v.version).sort((a, b) => b - a);
}

/** The alias that most users of a model load: `champion`, else one of the newest version in production, else the first. */
export function aliasToLoad(model: Pick<RegisteredModel, 'aliases' | 'stages'>): string | undefined {
  const names = Object.keys(model.aliases).sort();
  return names.find((name) => name === 'champion') ?? names.find((name) => model.aliases[name] === model.stages.production) ?? names[0];
}

/** What is wrong with an alias, as the server would say; null when nothing is. */
export function aliasProblem(alias: string): string | null {
  if (alias === '') return null;
  if (!/^[\p{L}\p{N}_-]{1,255}$/u.test(alias)) return 'Letters, digits, underscores and dashes only.';
  if (/^(latest|v\d+)$/i.test(alias)) return `“${alias}” is reserved: clients take it for a version.`;
  return null;
}
