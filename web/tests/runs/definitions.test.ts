import { expect, it } from 'vitest';
import type { ProjectKey } from '../../src/api/types';
import { defined } from '../../src/runs/definitions';

const keys = ['epoch', '_runtime', 'val/loss', 'val/acc', 'debug/x', 'train.loss'].map((key) => ({ key, kind: 'metric', runs: 1 }) as ProjectKey);

it('metrics are shown as their clients defined them', () => {
  const out = defined(keys, [
    { name: 'val/*', pattern: true, step: 'epoch', hidden: false },
    { name: 'val/acc', pattern: false, hidden: false },
    { name: 'debug/*', pattern: true, hidden: true },
    { name: 'train.*', pattern: true, step: 'nothing', hidden: false },
    { name: 'epoch', pattern: false, step: 'epoch', hidden: false },
  ]);
  expect(out.map((metric) => [metric.key, metric.stepMetric])).toEqual([['epoch', undefined], ['val/loss', 'epoch'], ['val/acc', undefined], ['train.loss', undefined]]);
});
