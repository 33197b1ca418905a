import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatDelta, formatDuration, formatNumber, linearTicks, logTicks, tickLabels } from '../../src/charts/ticks';

describe('linearTicks', () => {
  it.each([
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.81, 0.94, 4, [0.85, 0.9]],
    [-3, 7, 4, [-2.5, 0, 2.5, 5]],
    [0, 12_000, 4, [0, 5000, 10_000]],
  ])('%d to %d in about %d', (min, max, count, expected) => expect(linearTicks(min, max, count)).toEqual(expected));

  it('stays inside the range and is never empty for a real one', () => {
    for (const [min, max] of [[1e-9, 3e-9], [-5e12, 8e12], [0.1234, 0.1235], [99_999, 100_001]] as const) {
      const ticks = linearTicks(min, max, 4);
      expect(ticks.length).toBeGreaterThan(0);
      for (const tick of ticks) expect(tick >= min - 1e-12 * Math.abs(min) && tick <= max * (1 + 1e-12)).toBe(true);
    }
  });

  it('copes with a range of nothing', () => {
    expect(linearTicks(3, 3, 5)).toEqual([3]);
    expect(linearTicks(Number.NaN, 1, 5)).toEqual([]);
    expect(linearTicks(0, Infinity, 5)).toEqual([0]);
  });
});

describe('logTicks', () => {
  it('are powers of ten over many decades, with 2 and 5 over few', () => {
    expect(logTicks(1e-5, 1, 5)).toEqual([1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1]);
    expect(logTicks(0.9, 60, 6)).toEqual([1, 2, 5, 10, 20, 50]);
  });
  it('fall back to linear ones within part of a decade', () => expect(logTicks(3, 4, 4)).toEqual([3, 3.25, 3.5, 3.75, 4]));
  it('need a positive range', () => expect(logTicks(0, 5, 4)).toEqual([]));
});

describe('labels and numbers', () => {
  it('labels tell neighbours apart and no more', () => {
    expect(tickLabels([0.85, 0.9])).toEqual(['0.85', '0.9']);
    expect(tickLabels([0, 5000, 10_000])).toEqual(['0', '5k', '10k']);
    expect(tickLabels([-2.5, 0, 2.5])).toEqual(['−2.5', '0', '2.5']);
    expect(new Set(tickLabels([0.1234, 0.12345, 0.1235])).size).toBe(3);
    expect(new Set(tickLabels([1_000_000, 1_000_100, 1_000_200])).size).toBe(3);
  });

  it('labels of a log axis are short where they are powers, full where they are close', () => {
    expect(tickLabels([0.001, 0.01, 1000], true)).toEqual(['0.001', '0.01', '1000']);
    expect(tickLabels([0.75, 0.775, 0.8], true)).toEqual(['0.75', '0.775', '0.8']);
  });

  it.each([
    [0, '0'], [0.9476, '0.9476'], [0.1, '0.1000'], [12.3456, '12.35'], [-0.05, '−0.05000'], [42, '42'], [1_641_930, '1.642M'], [99_999, '99999'],
    [3.2e-7, '3.2e−7'], [Number.NaN, 'NaN'], [Infinity, '∞'], [-Infinity, '−∞'], [undefined, ''],
  ])('%d is written %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('writes differences with their sign', () => {
    expect([0.012, -3, 0, 0.813 - 0.803].map(formatDelta)).toEqual(['+0.0120', '−3', '±0', '+0.0100']);
  });

  it('writes durations, sizes and ages', () => {
    expect([0.25, 4.2, 42, 200, 18_120, 200_000].map(formatDuration)).toEqual(['250ms', '4.2s', '42s', '3m 20s', '5h 02m', '2d 7h']);
    expect([12, 3500, 268_435_456].map(formatBytes)).toEqual(['12 B', '3.4 KiB', '256 MiB']);
    expect([10, 300, 7200, 3 * 86_400].map((s) => formatAgo(1e12 - s * 1000, 1e12))).toEqual(['just now', '5m ago', '2h ago', '3d ago']);
  });
});
