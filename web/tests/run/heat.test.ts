import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/api/types';
import { heatOf } from '../../src/run/heat';

const histogram = (step: number, edges: number[], counts: number[]): RunRecord => ({ key: 'w', type: 'histogram', step, time: 0, index: 0, value: { edges, counts } });

describe('heatOf', () => {
  it('spreads counts of different edges over common bins', () => {
    const heat = heatOf([histogram(5, [0, 4], [8]), histogram(0, [0, 1, 2], [1, 3])], 4)!;
    expect([heat.steps, heat.from, heat.to]).toEqual([[0, 5], 0, 4]);
    expect([...heat.shares]).toEqual([0.25, 0.75, 0, 0, 0.25, 0.25, 0.25, 0.25]);
  });

  it('gives each step shares that sum to one, also where bins do not meet', () => {
    const heat = heatOf([histogram(0, [-1, -0.3, 0.77, 3], [5, 1, 9]), histogram(1, [0, 0.5], [2])], 7)!;
    for (const s of [0, 1]) expect(heat.shares.subarray(s * 7, s * 7 + 7).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });

  it('knows nothing of histograms that are none', () => {
    expect(heatOf([histogram(0, [0, 1], [1, 2])], 4)).toBeUndefined();
  });
});
