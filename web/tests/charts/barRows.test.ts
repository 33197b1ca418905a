import { describe, expect, it } from 'vitest';
import { barRows } from '../../src/charts/barRows';

const line = (id: number, value: number, group?: string) => ({
  run: { id, uid: `u${id}`, name: `r${id}`, group, colour: '#000', dash: [] },
  series: { run: id, key: 'm', count: 1, n: 1, x: Float64Array.of(0), last: Float64Array.of(value) },
});

describe('barRows', () => {
  it('makes one row of the runs of a group, with mean and sample deviation', () => {
    const [mlp, alone] = barRows([line(1, 0.8, 'mlp'), line(2, 0.5), line(3, 0.9, 'mlp'), line(4, 1, 'mlp')], 'max');
    expect([mlp!.name, mlp!.members.map((m) => m.run.id)]).toEqual(['mlp', [4, 3, 1]]);
    expect(mlp!.value).toBeCloseTo(0.9, 12);
    expect(mlp!.std).toBeCloseTo(0.1, 12);
    expect([alone!.name, alone!.value, alone!.std]).toEqual(['r2', 0.5, undefined]);
  });

  it('keeps the name of a run that is alone of its group', () => {
    expect(barRows([line(1, 1, 'mlp')], 'max').map((r) => [r.name, r.std])).toEqual([['r1', undefined]]);
  });

  it('orders by what is better, runs without a number last both ways', () => {
    const lines = [line(1, Number.NaN), line(2, 0.2), line(3, 0.1)];
    expect(barRows(lines, 'max').map((r) => r.name)).toEqual(['r2', 'r3', 'r1']);
    expect(barRows(lines, 'min').map((r) => r.name)).toEqual(['r3', 'r2', 'r1']);
  });

  it('counts members that are not finite in no mean', () => {
    const [row] = barRows([line(1, 0.4, 'g'), line(2, Number.NaN, 'g')], 'max');
    expect([row!.value, row!.std, row!.members.length]).toEqual([0.4, undefined, 2]);
  });
});
