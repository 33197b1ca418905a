import { expect, test } from 'vitest';
import { partingOf, repeats, toneOfVerdict } from '../../src/reproduction/reproduction';

const metric = { key: 'loss', kind: 'series', agreement: 'apart', points: 2, largest: 1 } as const;

test('a run repeats another only with the label and a parent', () => {
  expect(repeats({ labels: { 'cairn.reproduction': 'identical' }, parent: 'x' })).toBe(true);
  expect(repeats({ labels: { 'cairn.reproduction': 'identical' }, parent: undefined })).toBe(false);
  expect(repeats({ labels: {}, parent: 'x' })).toBe(false);
});

test('where curves part is told with both values, also where one is missing or no number', () => {
  expect(partingOf({ ...metric, firstStep: 40, expected: 0.5, actual: 0.25 })).toBe('step 40: 0.5 → 0.25');
  expect(partingOf({ ...metric, firstStep: 3, expected: 1 })).toBe('step 3: 1 → none');
  expect(partingOf({ ...metric, kind: 'summary', expected: 1, actual: 2 })).toBe('1 → 2');
  expect(partingOf(metric)).toBe('');
});

test('only what was not repeated is red', () => {
  expect((['identical', 'tolerance', 'noise', 'nothing', 'different'] as const).map(toneOfVerdict)).toEqual(['better', 'better', 'better', 'noise', 'worse']);
});
