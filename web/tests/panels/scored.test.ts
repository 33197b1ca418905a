import { describe, expect, it } from 'vitest';
import type { Classification } from '../../src/api/types';
import { looksScored } from '../../src/panels/curves';
import { scoredPlan } from '../../src/panels/scored';

const line = { x: [0, 0.5, 1], y: [0, 1, 1], thresholds: ['Infinity' as unknown as number, 0.9, 0.1] };
const curve = (name: string, prevalence = 0.5) => ({ class: name, positives: 2, negatives: 2, prevalence, auc: 0.75, aucLow: 0.4, aucHigh: 1, ap: 0.8, roc: line, pr: line, calibration: { brier: 0.1, chanceBrier: 0.25, error: 0.05, bins: [{ from: 0, to: 0.5, n: 4, predicted: 0.3, share: 0.5, low: 0.1, high: 0.9 }] } });
const run = (id: number, curves: ReturnType<typeof curve>[], threshold?: number): Classification['runs'][number] => ({ run: id, label: 'label', scores: ['score'], examples: 4, skipped: 0, classes: ['0', '1'], curves, confusion: { classes: ['0', '1'], matrix: [[2, 0], [1, 1]], threshold, accuracy: 0.75, majorityShare: 0.5, rates: threshold === undefined ? undefined : { recall: 0.5, falsePositiveRate: 0, precision: 1 } } });
const answer = (...runs: Classification['runs']): Classification => ({ runs, refused: [], seen: runs.length, total: runs.length });
const names = new Map([[1, { uid: 'a', name: 'first' }], [2, { uid: 'b', name: '' }]]);

describe('what labels and scores come to', () => {
  it('is a curve a run with its area, beside chance, and where the threshold puts it', () => {
    const plan = scoredPlan(answer(run(1, [curve('1')], 0.5), run(2, [curve('1')], 0.5)), names, 'roc', undefined, false);
    expect(plan.curves.map((c) => [c.name, c.at])).toEqual([['first', [0, 0.5]], ['b', [0, 0.5]]]);
    expect(plan.says.get('1 1')).toBe('AUC 0.750 (0.400 to 1)');
    expect(plan.references).toMatchObject([{ from: [0, 0], to: [1, 1], label: 'chance' }]);
    expect(plan.thresholds).toEqual([0.1, 0.9]);
  });
  it('tells runs of one colour apart by their strokes', () => {
    const alike = new Map([[1, { uid: 'first-try', name: 'a' }], [2, { uid: 'wider-relu', name: 'b' }]]);
    const { curves } = scoredPlan(answer(run(1, [curve('1')]), run(2, [curve('1')])), alike, 'roc', undefined, false);
    expect(curves[0]!.colour).toBe(curves[1]!.colour);
    expect(curves[0]!.dash).not.toBe(curves[1]!.dash);
  });
  it('has the share of positives as chance of precision, drawn in steps', () => {
    const plan = scoredPlan(answer(run(1, [curve('1', 0.2)], 0.5), run(2, [curve('1', 0.3)], 0.5)), names, 'pr', undefined, false);
    expect(plan.references.map((r) => [r.from[1], r.label])).toEqual([[0.3, 'chance 0.200 to 0.300'], [0.2, '']]);
    expect(plan.curves[0]).toMatchObject({ steps: true, at: [0.5, 1] });
    expect(plan.says.get('1 1')).toBe('AP 0.800');
  });
  it('is every class of the newest run, or the chosen class of each', () => {
    const many = answer(run(1, [curve('cat'), curve('dog')]), run(2, [curve('cat'), curve('dog')]));
    expect(scoredPlan(many, names, 'roc', undefined, false).curves.map((c) => c.name)).toEqual(['first · cat', 'first · dog']);
    expect(scoredPlan(many, names, 'roc', undefined, false).note).toMatch(/choose a class/);
    expect(scoredPlan(many, names, 'roc', 'dog', false).curves.map((c) => c.key)).toEqual(['1 dog', '2 dog']);
    expect(scoredPlan(many, names, 'roc', undefined, false).thresholds).toBeUndefined();
  });
  it('leaves out a calibration of what are no probabilities', () => {
    expect(scoredPlan(answer(run(1, [{ ...curve('1'), calibration: undefined as never }], 0)), names, 'calibration', undefined, false).curves).toEqual([]);
    expect(scoredPlan(answer(run(1, [curve('1')], 0.5)), names, 'calibration', undefined, false).curves[0]).toMatchObject({ points: [[0.3, 0.5]], reach: [[0.1, 0.9]] });
  });
});

it('knows tables of labels and scores from tables of curves', () => {
  expect(looksScored({ columns: ['label', 'score'], rows: [] })).toBe(true);
  expect(looksScored({ columns: ['truth', 'p_cat', 'p_dog'], rows: [] })).toBe(true);
  expect(looksScored({ columns: ['class', 'fpr', 'tpr', 'score'], rows: [] })).toBe(false);
  expect(looksScored({ columns: ['recall', 'precision'], rows: [] })).toBe(false);
});
