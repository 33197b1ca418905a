import type { Heat } from '../run/heat';

/** One step's histogram as a line of a ridge plot. */
export interface Ridge {
  step: number;
  /** Heights from 0 to 1 of equal bins, the lowest first; 1 is the highest of all steps. */
  heights: number[];
}

/** At most `most` steps of a heat map, evenly chosen, the first and the last among them. */
export function ridges(heat: Heat, most: number): Ridge[] {
  const count = Math.min(most, heat.steps.length);
  const top = heat.shares.reduce((a, b) => Math.max(a, b), 0) || 1;
  const chosen = [...new Set(Array.from({ length: count }, (_, i) => (count === 1 ? heat.steps.length - 1 : Math.round((i * (heat.steps.length - 1)) / (count - 1)))))];
  return chosen.map((s) => ({ step: heat.steps[s]!, heights: Array.from(heat.shares.subarray(s * heat.bins, (s + 1) * heat.bins), (v) => v / top) }));
}
