// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { Landmark, RunRow } from '../../src/api/types';
import { parseReference, referenceValue, verdict } from '../../src/runs/delta';
import { combineFilter } from '../../src/runs/filter';
import { defaultColumns } from '../../src/runs/useWorkspace';
import { columnOf, formatValue, metricColumn, numeric, valueOf } from '../../src/runs/values';

const row = (values: RunRow['values'], more: Partial<RunRow> = {}): RunRow => ({ id: 1, uid: 'u1', name: 'one', state: 'finished', tags: [], createdAt: 1000, startedAt: 2000, heartbeatAt: 62_000, finishedAt: 62_000, values, ...more });
const marks: Landmark[] = [{ id: 1, metric: 'acc', name: 'human', kind: 'constant', value: 0.9, aggregate: 'last', direction: 'max' }, { id: 2, metric: 'loss', name: 'human', kind: 'constant', value: 0.2, aggregate: 'last', direction: 'min' }];

describe('the filter sent', () => {
  it('joins box and search, each whole', () => {
    expect(combineFilter('', '  ')).toBeUndefined();
    expect(combineFilter("state = 'a' or state = 'b'", 'x')).toBe("(state = 'a' or state = 'b') and name ilike '%x%'");
    expect(combineFilter('', "it's")).toBe("name ilike '%it''s%'");
  });
});

describe('columns', () => {
  it('know metrics and their statistic, whatever the name', () => {
    expect(metricColumn('metrics.test/acc:max')).toEqual({ metric: 'test/acc', statistic: 'max' });
    expect(metricColumn('metrics.a:b')).toEqual({ metric: 'a:b', statistic: 'last' });
    expect(metricColumn('config.lr')).toBeUndefined();
    expect([columnOf('a', 'last'), columnOf('a', 'min')]).toEqual(['metrics.a', 'metrics.a:min']);
  });

  it('show values as they are', () => {
    expect(valueOf(row({}), 'duration', 0)).toBe(60);
    expect(valueOf(row({}, { finishedAt: undefined, state: 'running' }), 'duration', 12_000)).toBe(10);
    expect(valueOf(row({ 'config.a': [1, 'b'] }), 'config.a', 0)).toEqual([1, 'b']);
    expect(formatValue('config.a', [1, 'b'])).toBe('1, b');
    expect(formatValue('metrics.a', 'NaN')).toBe('NaN');
    expect([numeric('Infinity'), numeric('12'), numeric(12)]).toEqual([Infinity, undefined, 12]);
  });

  it('begin with the metrics that have landmarks', () => {
    const keys = [{ key: 'z', kind: 'metric' as const, runs: 9 }, { key: 'acc', kind: 'metric' as const, runs: 1 }, { key: 'system/cpu', kind: 'system' as const, runs: 99 }];
    expect(defaultColumns(marks, keys, 2)).toEqual(['metrics.acc', 'metrics.z']);
    const many = ['lr', 'layer/metric_2', 'train/loss', 'train/accuracy', 'val/loss', 'val/accuracy', 'test/f1'].map((key) => ({ key, kind: 'metric' as const, runs: 10 }));
    expect(defaultColumns([], [...many, { key: 'test/accuracy', kind: 'metric', runs: 2 }], 6)).toEqual(['test/f1', 'val/accuracy', 'val/loss', 'train/accuracy', 'train/loss', 'layer/metric_2'].map((key) => `metrics.${key}`));
  });
});

describe('deltas', () => {
  it('measure against a landmark or a run, and judge by direction', () => {
    expect(referenceValue(parseReference('landmark:human'), 'metrics.acc:max', marks, undefined)).toBe(0.9);
    expect(referenceValue(parseReference('landmark:kNN'), 'metrics.acc', marks, undefined)).toBeUndefined();
    expect(referenceValue(parseReference('run:1'), 'metrics.acc', marks, row({ 'metrics.acc': 0.5 }))).toBe(0.5);
    expect(parseReference('run:x')).toBeNull();
    expect([verdict(0.1, 'metrics.acc', marks), verdict(0.1, 'metrics.loss', marks), verdict(0.1, 'metrics.other', marks), verdict(0, 'metrics.acc', marks)]).toEqual(['better', 'worse', undefined, undefined]);
  });
});
