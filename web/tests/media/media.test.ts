import { describe, expect, it } from 'vitest';
import { boxEdges, readCloud } from '../../src/media/cloud';
import { sharedKeys } from '../../src/media/compare';
import { chartSpec, confusionOf, customCharts } from '../../src/media/customCharts';
import { maskLabels, readBoxes } from '../../src/media/pictures';
import { filterRows, readTable, sortRows } from '../../src/media/tableRows';

describe('boxes on a picture', () => {
  it('are shares of it, from corners or from a middle in pixels', () => {
    const document = { box_data: [
      { position: { minX: 0.1, maxX: 0.3, minY: 0.2, maxY: 0.6 }, class_id: 2, box_caption: 'cat', scores: { conf: 0.9, note: 'x' } },
      { position: { middle: [50, 20], width: 20, height: 10 }, domain: 'pixel', class_id: 1 },
      { position: { minX: 'a' } }, 5,
    ] };
    const [a, b, ...rest] = readBoxes(document as never, 100, 40);
    expect(rest).toEqual([]);
    expect(a).toMatchObject({ x: 0.1, y: 0.2, id: 2, caption: 'cat', scores: { conf: 0.9 } });
    expect(a!.width).toBeCloseTo(0.2);
    expect(b).toMatchObject({ x: 0.4, y: 0.375, width: 0.2, height: 0.25, id: 1 });
  });

  it('have no labels where the client kept none', () => {
    expect(maskLabels({ wandb: { 'mask/class_labels': { k_wandb_delimeter_m: { value: { 1: 'ball' } } } } }, 'k', 'm')).toEqual(new Map([[1, 'ball']]));
    expect(maskLabels({}, 'k', 'm').size).toBe(0);
  });
});

describe('point clouds', () => {
  const grey = (): [number, number, number] => [51, 102, 255];

  it('read points with and without colours', () => {
    expect(readCloud([[1, 2, 3], [4, 5, 6]], grey)).toMatchObject({ positions: Float32Array.of(1, 2, 3, 4, 5, 6), colours: new Float32Array(0) });
    const cloud = readCloud([[0, 0, 0, 255, 0, 51], [0, 0, 0, 7]], grey)!;
    expect([...cloud.colours].map((c) => Math.round(c * 10) / 10)).toEqual([1, 0, 0.2, 0.2, 0.4, 1]);
  });

  it('read boxes and arrows, and leave broken ones out', () => {
    const corners = Array.from({ length: 8 }, (_, i) => [i & 1, (i >> 1) & 1, i >> 2]);
    const cloud = readCloud({ type: 'lidar/beta', points: [[0, 0, 0]], boxes: [{ corners, label: 'car', color: [1, 2, 3], score: 0.5 }, { corners: [] }], vectors: [{ start: [0, 0, 0], end: [1, 1, 1] }, {}] }, grey)!;
    expect(cloud.boxes).toMatchObject([{ label: 'car 0.50', colour: 'rgb(1,2,3)' }]);
    expect(cloud.vectors).toHaveLength(1);
    expect(boxEdges(corners)).toHaveLength(12 * 6);
  });

  it.each([[5], [{}], [[]], [{ points: 'x' }], [[['a']]]])('are not seen in %j', (value) => expect(readCloud(value as never, grey)).toBeUndefined());
});

describe('tables', () => {
  const table = readTable({ columns: ['name', 'score', 'my col'], data: [['cat', 0.9, 1], ['dog', 0.2, null], ['Catfish', null, 3], 7] })!;

  it('are read in both forms', () => {
    expect(table.rows).toHaveLength(3);
    expect(readTable({ columns: ['a'], rows: [[1]] })).toEqual({ columns: ['a'], rows: [[1]] });
    for (const value of [null, [], { columns: ['a'] }, { data: [] }]) expect(readTable(value as never)).toBeUndefined();
  });

  it('are filtered by words or by comparisons', () => {
    expect(filterRows(table, 'cat')).toEqual([0, 2]);
    expect(filterRows(table, 'score > 0.5')).toEqual([0]);
    expect(filterRows(table, 'name = dog and score < 0.5')).toEqual([1]);
    expect(filterRows(table, '"my col" >= 1 and name != cat')).toEqual([2]);
    expect(filterRows(table, 'nothing > 3')).toEqual([]);
    expect(filterRows(table, ' ')).toEqual([0, 1, 2]);
  });

  it('sort with empty cells last both ways', () => {
    expect(sortRows(table.rows, [0, 1, 2], 1, false)).toEqual([1, 0, 2]);
    expect(sortRows(table.rows, [0, 1, 2], 1, true)).toEqual([0, 1, 2]);
    expect(sortRows(table.rows, [2, 1, 0], 0, false)).toEqual([0, 2, 1]);
  });
});

describe('custom charts', () => {
  const environment = { wandb: { visualize: {
    pr: { panel_type: 'Vega2', panel_config: { panelDefId: 'wandb/area-under-curve/v0', fieldSettings: { x: 'recall', y: 'precision', class: 'class' }, stringSettings: { title: 'PR' }, userQuery: { queryFields: [{ args: [{ name: 'tableKey', value: 'other_table' }] }] } } },
    cm: { panel_config: { panelDefId: 'wandb/confusion_matrix/v1' } }, broken: { panel_config: {} },
  } } };

  it('know their preset, title and table', () => {
    expect(customCharts(environment)).toMatchObject([{ key: 'pr', title: 'PR', table: 'other_table' }, { key: 'cm', title: 'cm', table: 'cm_table' }]);
    expect(customCharts({})).toEqual([]);
  });

  it('are drawn from the columns that they name', () => {
    const [pr, cm] = customCharts(environment);
    const spec = chartSpec(pr!, { columns: ['class', 'recall', 'precision'], rows: [['a', 0, 1]] }) as { data: { values: object[] }; encoding: { x: { field: string }; color: { field: string } } };
    expect(spec.data.values).toEqual([{ class: 'a', recall: 0, precision: 1 }]);
    expect([spec.encoding.x.field, spec.encoding.color.field]).toEqual(['recall', 'class']);
    expect(chartSpec({ ...pr!, preset: 'acme/own' }, { columns: [], rows: [] })).toBeUndefined();
    expect(confusionOf(cm!, { columns: ['Actual', 'Predicted', 'nPredictions'], rows: [['a', 'a', 3], ['a', 'b', 1], ['b', 'b', 2]] })).toEqual({ classes: ['a', 'b'], matrix: [[3, 1], [0, 2]] });
  });
});

it('puts keys of most runs first', () => {
  const key = (name: string, lastStep: number) => ({ key: name, type: 'image', count: 1, firstStep: 0, lastStep });
  expect(sharedKeys(new Map([[1, [key('a', 3), key('b', 4)]], [2, [key('b', 9)]]]))).toMatchObject([{ key: 'b', runs: [1, 2], last: 9 }, { key: 'a', runs: [1] }]);
});
