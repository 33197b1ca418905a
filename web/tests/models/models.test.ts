import { describe, expect, it } from 'vitest';
import { lastMetrics } from '../../src/models/lastMetrics';
import { loadSnippet, registerSnippet } from '../../src/models/registerSnippet';
import { aliasProblem, aliasToLoad, sharers } from '../../src/models/stages';
import type { LoggedModelMetric, ModelVersion, Stage } from '../../src/models/types';

const version = (number: number, stage: Stage): ModelVersion => ({ name: 'm', version: number, source: '', stage, aliases: [], labels: {}, createdAt: 0, updatedAt: 0 });
const metric = (key: string, value: number, step: number, dataset?: string, time = 0): LoggedModelMetric => ({ key, value, step, time, dataset });

describe('stages', () => {
  const versions = [version(4, 'production'), version(3, 'none'), version(2, 'production'), version(1, 'archived')];
  it('names who shares a stage, without the version itself', () => {
    expect(sharers(versions, 3, 'production')).toEqual([4, 2]);
    expect(sharers(versions, 4, 'production')).toEqual([2]);
    expect(sharers(versions, 3, 'staging')).toEqual([]);
  });
  it('lets any number be archived or in none', () => {
    expect(sharers(versions, 3, 'archived')).toEqual([]);
    expect(sharers(versions, 4, 'none')).toEqual([]);
  });
});

describe('aliases', () => {
  it.each(['champion', 'best_2', 'a-b', 'vision', 'v2b', 'lateste'])('%s can be one', (alias) => expect(aliasProblem(alias)).toBeNull());
  it.each(['a b', 'a/b', 'a@b', 'Latest', 'v12', 'V1', 'x'.repeat(256)])('%s cannot', (alias) => expect(aliasProblem(alias)).not.toBeNull());
});

describe('the alias to load', () => {
  it('is the champion, else one in production, else the first', () => {
    expect(aliasToLoad({ aliases: { a: 1, champion: 2, z: 3 }, stages: { production: 3 } })).toBe('champion');
    expect(aliasToLoad({ aliases: { b: 1, z: 3, a: 2 }, stages: { production: 3 } })).toBe('z');
    expect(aliasToLoad({ aliases: { b: 1, a: 2 }, stages: {} })).toBe('a');
    expect(aliasToLoad({ aliases: {}, stages: { production: 3 } })).toBeUndefined();
  });
});

describe('metrics of a logged model', () => {
  it('shows the last value of each key on each dataset', () => {
    const list = lastMetrics([metric('loss', 2, 1), metric('acc', 0.5, 3, 'test'), metric('loss', 1, 9), metric('loss', 3, 5), metric('acc', 0.6, 3, 'train')]);
    expect(list.map((m) => [m.key, m.dataset, m.value])).toEqual([['acc', 'test', 0.5], ['acc', 'train', 0.6], ['loss', undefined, 1]]);
  });
  it('takes the later of two at one step', () => {
    expect(lastMetrics([metric('a', 2, 1, undefined, 20), metric('a', 1, 1, undefined, 10)])[0]!.value).toBe(2);
  });
});

describe('snippets', () => {
  it('carry this address, and the alias before the version', () => {
    expect(registerSnippet('http://host:1')).toContain('MLFLOW_TRACKING_URI=http://host:1\n');
    expect(loadSnippet('http://h', 'a"b', 'best', 3)).toContain(String.raw`"models:/a\"b@best"`);
    expect(loadSnippet('http://h', 'm', undefined, 3)).toContain('"models:/m/3"');
  });
});
