import type { Landmark, RunRow } from '../api/types';
import { directionOf, toNumber } from '../landmarks/ruler';
import { metricColumn, numeric } from './values';

/** What the numbers of a table are compared with: a landmark by name, or a run. Written `landmark:human`, `run:12`. */
export type Reference = { landmark: string } | { run: number };

export function parseReference(text: string | null): Reference | null {
  if (text?.startsWith('landmark:')) return { landmark: text.slice(9) };
  const run = text?.startsWith('run:') ? Number(text.slice(4)) : Number.NaN;
  return Number.isSafeInteger(run) ? { run } : null;
}

/** The run that is the baseline, null where none is. */
export function baselineOf(text: string | null): number | null {
  const reference = parseReference(text);
  return reference && 'run' in reference ? reference.run : null;
}

/** The value that a column's numbers are measured against; undefined where the reference has none. */
export function referenceValue(reference: Reference | null, column: string, landmarks: readonly Landmark[], baseline: RunRow | undefined): number | undefined {
  const metric = metricColumn(column);
  if (!reference || !metric || metric.statistic === 'count') return undefined;
  if ('run' in reference) return numeric(baseline?.values[column]);
  const landmark = landmarks.find((l) => l.metric === metric.metric && l.name === reference.landmark);
  return toNumber(landmark?.resolved?.value ?? landmark?.value);
}

/** Whether a difference is good news; undefined where no landmark says which way is better. */
export function verdict(difference: number, column: string, landmarks: readonly Landmark[]): 'better' | 'worse' | undefined {
  const metric = metricColumn(column);
  const direction = metric && directionOf(landmarks, metric.metric);
  if (!direction || difference === 0 || Number.isNaN(difference)) return undefined;
  return difference > 0 === (direction === 'max') ? 'better' : 'worse';
}
