import { queryOptions } from '@tanstack/react-query';
import { getJson } from '../api/http';
import type { Reproduction, Run } from '../api/types';
import { toNumber } from '../landmarks/ruler';

/** The label that `cairn reproduce` leaves on a run that repeats another. */
export const LABEL = 'cairn.reproduction';

/** Whether a run was made to repeat another. */
export const repeats = (run: Pick<Run, 'labels' | 'parent'>): boolean => typeof run.labels[LABEL] === 'string' && Boolean(run.parent);

/** The run held against the one it repeats. */
export const reproductionOf = (run: number) =>
  queryOptions({ queryKey: ['reproduction', run] as const, queryFn: ({ signal }) => getJson<Reproduction>(`/runs/${run}/reproduction`, signal) });

const AGREEMENT: Record<Reproduction['metrics'][number]['agreement'], string> = {
  identical: 'identical', tolerance: 'same within tolerance', noise: 'apart, within noise', apart: 'apart', missing: 'in one run only',
};

export const wordsOf = (agreement: Reproduction['metrics'][number]['agreement']): string => AGREEMENT[agreement];

/** Green where it was repeated, red where it was not. */
export const toneOfVerdict = (verdict: Reproduction['verdict']): 'better' | 'worse' | 'noise' =>
  verdict === 'different' ? 'worse' : verdict === 'nothing' ? 'noise' : 'better';

/** What the runs have at the first step where they part, such as `step 40: 0.5 → 0.6`; empty where they don't. */
export function partingOf(metric: Reproduction['metrics'][number]): string {
  const [expected, actual] = [toNumber(metric.expected), toNumber(metric.actual)];
  if (expected === undefined && actual === undefined) return '';
  const at = metric.firstStep === undefined ? '' : `step ${metric.firstStep}: `;
  return `${at}${expected ?? 'none'} → ${actual ?? 'none'}`;
}
