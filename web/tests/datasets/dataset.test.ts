import { describe, expect, it } from 'vitest';
import { columnsOf, contextOf, placeOf, rowsOf, type RunDataset } from '../../src/datasets/dataset';

const of = (part: Partial<RunDataset>): RunDataset => ({ name: 'd', digest: 'x', sourceType: 'local', labels: {}, ...part });

describe('a dataset of a run', () => {
  it('says where it comes from, whatever its source is called', () => {
    expect(placeOf(of({ source: { url: 'https://x/y' } }))).toBe('https://x/y');
    expect(placeOf(of({ source: { uri: '/data/train' } }))).toBe('/data/train');
    expect(placeOf(of({ source: 'by hand' }))).toBe('by hand');
    expect(placeOf(of({ source: { tags: {} } }))).toBe('');
    expect(placeOf(of({}))).toBe('');
  });
  it('counts rows from a count or from a shape', () => {
    expect(rowsOf(of({ profile: { num_rows: 0, num_elements: 9 } }))).toBe(0);
    expect(rowsOf(of({ profile: { features_shape: [60000, 784] } }))).toBe(60000);
    expect(rowsOf(of({ profile: { features_shape: { x: [3] } } }))).toBeNull();
    expect(rowsOf(of({ profile: 'text' }))).toBeNull();
  });
  it('lists columns of the one form it knows', () => {
    expect(columnsOf(of({ schema: { mlflow_colspec: [{ type: 'long', name: 'a' }, { type: 'double' }, 3] } }))).toEqual([{ name: 'a', type: 'long' }, { name: '1', type: 'double' }]);
    expect(columnsOf(of({ schema: { mlflow_tensorspec: {} } }))).toEqual([]);
  });
  it('knows what it was used for', () => {
    expect(contextOf(of({ labels: { 'mlflow.data.context': 'training' } }))).toBe('training');
    expect(contextOf(of({}))).toBe('');
  });
});
