import { describe, expect, it } from 'vitest';
import type { Landmark } from '../../src/api/types';
import { directionOf, marksOf, placeLabels, rulerScale, standing } from '../../src/landmarks/ruler';

const landmark = (name: string, value: Landmark['value'], more: Partial<Landmark> = {}): Landmark => ({ id: 1, metric: 'acc', name, kind: 'constant', value, aggregate: 'last', direction: 'max', ...more });

describe('marks', () => {
  it('are a metric’s landmarks with a value, ascending, resolved before declared', () => {
    const list = [landmark('best', undefined, { kind: 'group', resolved: { value: 0.9, n: 5, std: 0.01 } }), landmark('chance', 0.1), landmark('broken', 'NaN'), landmark('other', 1, { metric: 'loss' })];
    expect(marksOf(list, 'acc').map((m) => [m.name, m.value, m.std])).toEqual([['chance', 0.1, undefined], ['best', 0.9, 0.01]]);
    expect(directionOf(list, 'acc')).toBe('max');
    expect(directionOf(list, 'none')).toBeUndefined();
  });
});

describe('rulerScale', () => {
  it('puts all values inside, with air at both ends', () => {
    const scale = rulerScale([0.1, 0.9, Number.NaN]);
    expect(scale.position(0.1)).toBeCloseTo(0.04 / 1.08, 9);
    expect(scale.position(0.9)).toBeCloseTo(1.04 / 1.08, 9);
    expect(scale.position(0.5)).toBeCloseTo(0.5, 9);
    expect([scale.position(-5), scale.position(5)]).toEqual([0, 1]);
  });
  it('puts a value alone in the middle', () => {
    for (const value of [0, 0.7, -3]) expect(rulerScale([value]).position(value)).toBeCloseTo(0.5, 9);
  });
});

describe('placeLabels', () => {
  const at = (...places: number[]) => places.map((p) => ({ item: p, at: p, width: 0.2 }));
  const overlaps = (placed: { left: number; row: number }[]) =>
    placed.some((a, i) => placed.some((b, k) => k > i && a.row === b.row && Math.abs(a.left - b.left) < 0.2 - 1e-9));

  it('centres labels that have room', () => {
    expect(placeLabels(at(0.3, 0.7), 2).map((p) => [p.row, Math.round(p.left * 100)])).toEqual([[0, 20], [0, 60]]);
  });
  it('keeps them inside', () => {
    const [first, last] = placeLabels(at(0, 1), 1);
    expect([first!.left, last!.left]).toEqual([0, 0.8]);
  });
  it('separates a crowd at either end without overlap', () => {
    for (const places of [[0.9, 0.93, 0.96], [0.01, 0.02, 0.9, 0.95, 0.99], [0.5, 0.5, 0.5]]) {
      const placed = placeLabels(at(...places), 3);
      expect(overlaps(placed)).toBe(false);
      for (const p of placed) expect(p.left >= 0 && p.left <= 0.8 + 1e-9).toBe(true);
    }
  });
});

describe('standing', () => {
  const marks = [{ name: 'chance', value: 0.1 }, { name: 'kNN', value: 0.85 }, { name: 'human', value: 0.93 }];
  it.each([[0.05, 'short of chance'], [0.5, 'past chance, short of kNN'], [0.85, 'past chance, level with kNN'], [0.99, 'past every landmark, human last']])('%d: %s', (value, words) => expect(standing(value, marks, 'max')).toBe(words));
  it('turns round where less is better', () => {
    expect(standing(0.5, marks, 'min')).toBe('past kNN, short of chance');
    expect(standing(0.01, marks, 'min')).toBe('past every landmark, chance last');
  });
  it.each([[0.94, 'past kNN, can\'t tell from human'], [0.91, 'past kNN, can\'t tell from human'], [0.5, 'past chance, can\'t tell from human, short of kNN']])('passes nothing that it cannot be told from: %d', (value, words) =>
    expect(standing(value, marks, 'max', new Set(['human']))).toBe(words));
});
