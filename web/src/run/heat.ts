import type { RunRecord } from '../api/types';

export interface Heat {
  steps: number[];
  from: number;
  to: number;
  bins: number;
  /** Share of a step's values in each bin, step after step, the lowest bin first. */
  shares: Float64Array;
}

/** Histograms of one key on common bins, so that they can stand side by side; counts are spread evenly within their own. */
export function heatOf(records: readonly RunRecord[], bins: number): Heat | undefined {
  const usable = records
    .map(({ step, value }) => ({ step, edges: value.edges as number[] | undefined, counts: value.counts as number[] | undefined }))
    .filter((h): h is { step: number; edges: number[]; counts: number[] } => Array.isArray(h.edges) && Array.isArray(h.counts) && h.counts.length > 0 && h.edges.length === h.counts.length + 1)
    .sort((a, b) => a.step - b.step);
  if (usable.length === 0) return undefined;
  const from = Math.min(...usable.map((h) => h.edges[0]!));
  const to = Math.max(...usable.map((h) => h.edges.at(-1)!));
  if (!Number.isFinite(to - from)) return undefined;
  const width = (to - from) / bins || 1;
  const shares = new Float64Array(usable.length * bins);
  usable.forEach(({ edges, counts }, s) => {
    const total = counts.reduce((a, b) => a + b, 0) || 1;
    counts.forEach((count, i) => {
      const [low, high] = [edges[i]!, edges[i + 1]!];
      const first = Math.min(bins - 1, Math.max(0, Math.floor((low - from) / width)));
      const last = Math.min(bins - 1, Math.max(first, Math.ceil((high - from) / width) - 1));
      for (let b = first; b <= last; b++) {
        const overlap = high > low ? (Math.min(high, from + (b + 1) * width) - Math.max(low, from + b * width)) / (high - low) : 1 / (last - first + 1);
        shares[s * bins + b]! += (count / total) * Math.max(0, overlap);
      }
    });
  });
  return { steps: usable.map((h) => h.step), from, to, bins, shares };
}
