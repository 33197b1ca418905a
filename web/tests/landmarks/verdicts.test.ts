import { nextMark } from '../../src/landmarks/StripVerdict';
import { describe, expect, it } from 'vitest';
import { amount, intervalOf, toneOf, verdictKey } from '../../src/landmarks/verdicts';

describe('verdicts', () => {
  it('colours only what is real', () => {
    expect((['better', 'worse', 'equal', 'unclear', 'itself'] as const).map(toneOf)).toEqual(['better', 'worse', 'noise', 'noise', 'noise']);
  });

  it('tells shares of examples in points and other metrics as they are', () => {
    expect(amount({ shareScale: 1 }, 0.0123, true)).toBe('+1.2');
    expect(amount({ shareScale: 100 }, -1.25)).toBe('−1.3');
    expect(amount({ shareScale: 1 }, -0.0004)).toBe('−0.04');
    expect(amount({ shareScale: 1 }, 0, true)).toBe('0.0');
    expect(amount({ shareScale: undefined }, 0.25, true)).toBe('+0.250');
  });

  it('shows an interval only where a spread is known', () => {
    expect(intervalOf({ shareScale: 1, low: 0.007, high: 0.016 })).toBe('+0.7 … +1.6');
    expect(intervalOf({ shareScale: 1, low: -0.004, high: 0.01 })).toBe('−0.4 … +1.0');
    expect(intervalOf({ shareScale: 1, low: undefined, high: undefined })).toBe('');
  });

  it('names a verdict of a table by run and metric', () => expect(verdictKey(7, 'test/accuracy')).toBe('7 test/accuracy'));
});

describe('nextMark', () => {
  const marks = [{ name: 'chance', value: 0.1 }, { name: 'linear', value: 0.8 }, { name: 'human', value: 0.95 }];

  it('is the hardest that was reached, whichever way is better', () => {
    expect(nextMark(0.85, marks, 'max')?.name).toBe('linear');
    expect(nextMark(0.99, marks, 'max')?.name).toBe('human');
    expect(nextMark(0.5, marks, 'min')?.name).toBe('linear');
  });

  it('is the easiest where none was', () => {
    expect(nextMark(0.05, marks, 'max')?.name).toBe('chance');
    expect(nextMark(2, marks, 'min')?.name).toBe('human');
    expect(nextMark(2, [], 'min')).toBeUndefined();
  });
});
