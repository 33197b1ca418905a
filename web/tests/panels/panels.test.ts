import { describe, expect, it } from 'vitest';
import { both, brushFilter, inBrush } from '../../src/panels/brush';
import { bestMetric, settings } from '../../src/panels/defaults';
import { scaleOf } from '../../src/panels/scales';

describe('scales', () => {
  it('are linear for near numbers, logarithmic over three decades, and of words as soon as one value is a word', () => {
    expect(scaleOf('config.n', [1, 2, 3]).kind).toBe('linear');
    expect(scaleOf('config.lr', [1e-4, 1e-1]).kind).toBe('log');
    expect(scaleOf('config.lr', [0, 1e-4, 1e-1]).kind).toBe('linear');
    expect(scaleOf('config.opt', ['adam', 3]).words).toEqual(['3', 'adam']);
    expect(scaleOf('createdAt', [1, 1e13]).kind).toBe('linear');
  });
  it('have no place for what is missing or not finite', () => {
    const scale = scaleOf('metrics.loss', [1, 3, 'NaN', null, undefined]);
    expect(scale.kind).toBe('linear');
    expect([1, 2, 3, 'NaN', undefined].map((v) => scale.of(v))).toEqual([0, 0.5, 1, undefined, undefined]);
  });
  it('put a single value into the middle', () => {
    expect(scaleOf('config.n', [5, 5]).of(5)).toBeCloseTo(0.5);
    expect(scaleOf('config.lr', [1e-3], true).of(1e-3)).toBeCloseTo(0.5);
    expect(scaleOf('config.opt', ['adam']).of('adam')).toBe(0.5);
  });
});

describe('marks', () => {
  const lr = scaleOf('config.lr', [1e-4, 1e-1]);
  const opt = scaleOf('config.opt name', ['adam', 'sgd', "o'clock"]);
  it('become comparisons that keep every run they cover', () => {
    const text = brushFilter([lr], { 'config.lr': [0.5, 1] });
    expect(text).toBe('config.lr >= 0.003162');
    expect(inBrush(lr, [0.5, 1], 0.0031623)).toBe(true);
    expect(brushFilter([lr], { 'config.lr': [0, 0.5] })).toBe('config.lr <= 0.003163');
    expect(brushFilter([lr], {})).toBe('');
  });
  it('become lists of words, quoted, for columns with odd names', () => {
    expect(brushFilter([opt], { 'config.opt name': [0, 0.5] })).toBe("`config.opt name` in ('adam', 'o''clock')");
    expect(brushFilter([scaleOf('config.b', [true, false])], { 'config.b': [1, 1] })).toBe('config.b = true');
  });
  it('join a filter with "or" in brackets', () => {
    expect(both('a = 1 or b = 2', 'c > 3')).toBe('(a = 1 or b = 2) and c > 3');
    expect(both('', 'c > 3')).toBe('c > 3');
  });
});

describe('defaults', () => {
  const columns = [
    { name: 'metrics.system/cpu', type: 'number', runs: 9 }, { name: 'metrics.loss', type: 'number', runs: 5 },
    { name: 'config.tags', type: 'list', runs: 9 }, { name: 'config.opt', type: 'text', runs: 7 }, { name: 'config.lr', type: 'number', runs: 8 },
  ];
  it('leave out machines and lists', () => {
    expect(bestMetric({ columns })).toBe('metrics.loss');
    expect(bestMetric({ columns, metric: 'acc' })).toBe('metrics.acc');
    expect(settings({ columns })).toEqual(['config.lr', 'config.opt']);
  });
});
