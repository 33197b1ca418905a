import { describe, expect, it } from 'vitest';
import { declared, definitionsOf, definitionText, forkStep } from '../../src/run/declared';

const definitions = definitionsOf([
  { name: 'val/*', pattern: true, step: 'epoch', hidden: false, summary: ['last'], goal: null },
  { name: 'val/acc', pattern: false, step: 'epoch', hidden: false, summary: ['max', 'mean'], goal: 'max' },
  { name: 'epoch', pattern: false, step: null, summary: ['none'] },
  'nonsense',
]);

describe('definitionText', () => {
  it("prefers a metric's own word to a pattern's", () => {
    expect(definitionText('val/acc', definitions)).toBe('over epoch · counts: max, mean · higher is better');
    expect(definitionText('val/loss', definitions)).toBe('over epoch · counts: last');
  });
  it('is empty where nothing is said', () => {
    expect(definitionText('epoch', definitions)).toBe('');
    expect(definitionText('train/loss', definitions)).toBe('');
    expect(definitionsOf(undefined)).toEqual([]);
  });
});

describe('declared', () => {
  it('names media and leaves internal keys out', () => {
    expect(declared({ _step: 3, _wandb: { runtime: 1 }, loss: { min: 0.1 }, n: null, w: { _type: 'histogram', bins: [0, 1], values: [1] }, t: { _type: 'table-file', nrows: 1 }, p: { _type: 'images/separated' } })).toEqual({
      loss: { min: 0.1 }, n: null, w: 'histogram, see Media', t: 'table, see Tables', p: 'images/separated, see Media',
    });
  });
});

describe('forkStep', () => {
  it('reads where a fork left its parent', () => {
    expect(forkStep({ wandb: { branch_point: { run_id: 'a', step: 174 } } })).toBe(174);
    for (const one of [{}, { wandb: null }, { wandb: { branch_point: [] } }, { wandb: { branch_point: { step: '4' } } }]) expect(forkStep(one)).toBeUndefined();
  });
});
