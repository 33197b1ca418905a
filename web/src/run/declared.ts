import type { Json } from '../api/types';
import { isInternal, matches } from '../runs/definitions';

/** What a client said of one metric, or of those that a pattern with `*` means. */
export interface Defined {
  name: string;
  pattern: boolean;
  step?: string;
  summary: readonly string[];
  goal?: string;
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } => value !== null && typeof value === 'object' && !Array.isArray(value);
const word = (value: Json | undefined) => (typeof value === 'string' ? value : undefined);

/** The definitions in a run's environment, which is free JSON. */
export function definitionsOf(value: Json | undefined): Defined[] {
  return (Array.isArray(value) ? value : []).filter(isObject).flatMap((one) => {
    const name = word(one.name);
    return name === undefined ? [] : [{ name, pattern: one.pattern === true, step: word(one.step), goal: word(one.goal), summary: Array.isArray(one.summary) ? one.summary.filter((s) => typeof s === 'string') : [] }];
  });
}

/** What is said of a metric, in words: the metric it is drawn over, and what counts of it. */
export function definitionText(key: string, definitions: readonly Defined[]): string {
  const own = definitions.find((one) => !one.pattern && one.name === key) ?? definitions.find((one) => one.pattern && matches(one.name, key));
  if (!own) return '';
  const counts = own.summary.filter((one) => one !== 'none').join(', ');
  return [own.step && own.step !== key && `over ${own.step}`, counts && `counts: ${counts}`, own.goal && (own.goal === 'min' ? 'lower is better' : 'higher is better')].filter(Boolean).join(' · ');
}

/** A summary without what clients keep for themselves; a picture, table or histogram is named, as its tab shows it. */
export function declared(summary: { [key: string]: Json }): { [key: string]: Json } {
  const shown = (value: Json): Json => {
    if (!isObject(value)) return value;
    const type = word(value._type);
    return type === undefined ? value : `${type.replace(/-file$/, '').replaceAll('-', ' ')}, see ${/table/.test(type) ? 'Tables' : 'Media'}`;
  };
  return Object.fromEntries(Object.entries(summary).filter(([key]) => !isInternal(key)).map(([key, value]) => [key, shown(value)]));
}

/** The last step that a fork has from its parent; unset where a run is no fork. */
export function forkStep(environment: { [key: string]: Json | undefined }): number | undefined {
  const own = environment.wandb;
  const point = isObject(own) ? own.branch_point : undefined;
  return isObject(point) && typeof point.step === 'number' ? point.step : undefined;
}
