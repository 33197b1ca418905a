import { describe, expect, it } from 'vitest';
import golden from '../../../tests/golden/smoothing.json';
import { smooth, type SmoothingKind } from '../../src/charts/smoothing';

const of = (...values: number[]) => Float64Array.from(values);

describe('smooth', () => {
  it('does what the server does', () => {
    expect(golden.cases.length).toBeGreaterThan(10);
    for (const one of golden.cases) {
      const given = Float64Array.from(one.y, (v) => v ?? Number.NaN);
      const out = smooth(Float64Array.from(one.x), given, one.strength, one.range, one.kind as SmoothingKind);
      one.smoothed.forEach((v, i) => (v === null ? expect(out[i]).toBeNaN() : expect(out[i]).toBeCloseTo(v, 10)));
    }
  });

  it('leaves the values alone at weight 0', () => {
    const y = of(3, 1, 2);
    expect(smooth(of(0, 1, 2), y, 0, 2)).toBe(y);
  });

  it('keeps a constant, whatever the spacing', () => {
    for (const v of smooth(of(0, 1, 50, 51, 900), of(4, 4, 4, 4, 4), 0.97, 900)) expect(v).toBeCloseTo(4, 12);
  });

  it('starts at the first value and follows the debiased average', () => {
    // Range 1000: one unit of x is one unit of the average. Weights of the points: 0.25, 0.5, 1, normalised.
    const [a, b, c] = smooth(of(0, 1, 2), of(8, 0, 4), 0.25, 1000); // the square root is the weight, as in W&B
    expect(a).toBe(8);
    expect(b).toBeCloseTo((0.5 * 8 + 0) / 1.5, 12);
    expect(c).toBeCloseTo((0.25 * 8 + 0.5 * 0 + 4) / 1.75, 12);
  });

  it('forgets more over a longer gap', () => {
    const near = smooth(of(0, 1), of(10, 0), 0.81, 1000)[1]!;
    const far = smooth(of(0, 40), of(10, 0), 0.81, 1000)[1]!;
    expect(far).toBeLessThan(near);
    expect(far).toBeCloseTo((10 * 0.9 ** 40) / (0.9 ** 40 + 1), 10);
  });

  it('depends on the share of the range, not on its unit', () => {
    const y = of(1, 5, 2, 8);
    const steps = smooth(of(0, 10, 20, 30), y, 0.8, 30);
    const seconds = smooth(of(0, 1e4, 2e4, 3e4), y, 0.8, 3e4);
    steps.forEach((v, i) => expect(v).toBeCloseTo(seconds[i]!, 12));
  });

  it('passes NaN and infinities through without letting them into the average', () => {
    const out = smooth(of(0, 1, 2, 3), of(2, Number.NaN, Infinity, 2), 0.9, 1000);
    expect(out[0]).toBe(2);
    expect(out[1]).toBeNaN();
    expect(out[2]).toBe(Infinity);
    expect(out[3]).toBeCloseTo(2, 12);
  });
});
