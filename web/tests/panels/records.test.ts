import { describe, expect, it } from 'vitest';
import { curvesOf, guessAxes, tableOf } from '../../src/panels/curves';
import { ridges } from '../../src/panels/ridge';

describe('curves of tables', () => {
  const table = tableOf({ columns: ['class', 'precision', 'recall'], rows: [['a', 1, 0], ['b', 0.5, 0], ['a', 0.8, 1], ['b', 'NaN', 1]] })!;
  it('are found by the names of their columns', () => {
    expect(guessAxes(table)).toEqual({ x: 'recall', y: 'precision', by: 'class' });
    expect(guessAxes({ columns: ['fpr', 'tpr'], rows: [[0, 1]] })).toEqual({ x: 'fpr', y: 'tpr', by: undefined });
    expect(guessAxes({ columns: ['p', 'q'], rows: [[0, 1]] })).toMatchObject({ x: 'p', y: 'q' });
    expect(guessAxes({ columns: ['word'], rows: [['w']] })).toBeUndefined();
  });
  it('part by words, in order, without what is no number', () => {
    expect(curvesOf(table, 'recall', 'precision', 'class')).toEqual([{ name: 'a', points: [[0, 1], [1, 0.8]] }, { name: 'b', points: [[0, 0.5]] }]);
    expect(curvesOf(table, 'recall', 'nothing')).toEqual([]);
    expect(curvesOf(table, 'recall', 'precision')[0]!.points).toHaveLength(3);
  });
  it('come only of whole tables', () => {
    expect(tableOf({ columns: ['a'] })).toBeUndefined();
    expect(tableOf(undefined)).toBeUndefined();
    expect(tableOf({ columns: ['a'], data: [[1]] })).toEqual({ columns: ['a'], rows: [[1]] });
  });
});

describe('ridges', () => {
  const heat = { steps: [0, 1, 2, 3, 4], from: 0, to: 2, bins: 2, shares: new Float64Array([1, 0, 0.5, 0.5, 0, 1, 0, 1, 0, 0.25]) };
  it('keep the first and the last step and share one height', () => {
    expect(ridges(heat, 3)).toEqual([{ step: 0, heights: [1, 0] }, { step: 2, heights: [0, 1] }, { step: 4, heights: [0, 0.25] }]);
    expect(ridges(heat, 1).map((r) => r.step)).toEqual([4]);
    expect(ridges(heat, 99)).toHaveLength(5);
  });
});
