import { describe, expect, it } from 'vitest';
import { settingText, wholeStep } from '../../src/sweeps/values';

describe('wholeStep', () => {
  it.each([[1, 8, 1], [7, 8, 1], [19, 8, 5], [19, 10, 2], [100, 8, 20], [999, 10, 100], [5, 0, 5]])('divides %d into at most %d', (last, most, step) => {
    expect(wholeStep(last, most)).toBe(step);
  });
});

describe('settingText', () => {
  it('writes lists and blocks as JSON, words as they are', () => {
    expect(settingText([64, 32])).toBe('[64,32]');
    expect(settingText({ a: 1 })).toBe('{"a":1}');
    expect(settingText('adam')).toBe('adam');
    expect(settingText(true)).toBe('true');
    expect(settingText(null)).toBe('null');
    expect(settingText(undefined)).toBe('');
  });
});
