import { describe, expect, it } from 'vitest';
import { closest, rowsAt } from '../../src/charts/hover';
import { nearest, prepare, type ChartModel } from '../../src/charts/model';
import { isOpen, matcher, sectionsOf } from '../../src/charts/sections';

const of = (...values: number[]) => Float64Array.from(values);
const model = (lines: [number, Float64Array, Float64Array, Float64Array?, Float64Array?][], more: Partial<ChartModel> = {}): ChartModel => ({
  metric: 'm', axis: 'step', marks: [], logY: false, smoothing: 0, zoom: null, focus: null,
  lines: lines.map(([id, x, last, min, max]) => ({ run: { id, uid: `u${id}`, name: `r${id}`, colour: '#000', dash: [] }, series: { run: id, key: 'm', count: x.length, n: x.length, x, last, min, max } })),
  ...more,
});

describe('prepare', () => {
  it('spans the data and the extremes of its buckets, so that no spike is cut off', () => {
    const p = prepare(model([[1, of(0, 10), of(1, 2), of(0, 1), of(9, 3)], [2, of(5, 20), of(1, 1)]]));
    expect(p.x).toEqual({ min: 0, max: 20 });
    expect(p.y.max).toBeGreaterThan(9);
    expect(p.y.min).toBeLessThan(0);
  });

  it('scales y to what is in view when zoomed', () => {
    const lines: Parameters<typeof model>[0] = [[1, of(0, 1, 2, 3, 4, 5, 6), of(100, 100, 2, 1, 2, 100, 100)]];
    const p = prepare(model(lines, { zoom: [2.5, 3.5] }));
    expect(p.x).toEqual({ min: 2.5, max: 3.5 });
    expect(p.y.max).toBeLessThan(3);
    expect(prepare(model(lines)).y.max).toBeGreaterThan(100);
  });

  it('makes room for landmarks that are near, and leaves far ones at the edge', () => {
    const near = prepare(model([[1, of(0, 1), of(0.8, 0.9)]], { marks: [{ name: 'human', value: 0.93 }] }));
    expect(near.y.max).toBeGreaterThan(0.93);
    const far = prepare(model([[1, of(0, 1), of(0.8, 0.9)]], { marks: [{ name: 'chance', value: 0.1 }] }));
    expect(far.y.min).toBeGreaterThan(0.7);
  });

  it('does not let one far point of a baseline run flatten the curves', () => {
    const p = prepare(model([[1, of(0, 1, 2), of(0.8, 0.82, 0.85)], [2, of(0), of(0.1)], [3, of(0), of(0.79)]]));
    expect(p.y.min).toBeGreaterThan(0.7);
    expect(p.y.min).toBeLessThan(0.79);
  });

  it('leaves out what a log axis cannot show, and counts it', () => {
    const p = prepare(model([[1, of(0, 1, 2), of(0, 1, 100)]], { logY: true }));
    expect(p.hidden).toBe(1);
    expect(p.y.min).toBeGreaterThan(0);
  });

  it('makes room for the runs behind groups, but not for the extremes of their buckets', () => {
    const group = model([[1, of(0, 1), of(1, 2)]]);
    const [run] = model([[2, of(0, 1), of(1, 5), of(0, 0), of(50, 60)]]).lines;
    const p = prepare({ ...group, behind: [run!] });
    expect(p.lines).toHaveLength(1);
    expect(p.behind.map((line) => line.run.id)).toEqual([2]);
    expect(p.y.max).toBeGreaterThan(5);
    expect(p.y.max).toBeLessThan(10);
  });

  it('survives series of NaN, of one point and none at all', () => {
    for (const m of [model([[1, of(0, 1), of(Number.NaN, Number.NaN)]]), model([[1, of(3), of(7)]]), model([])]) {
      const p = prepare(m);
      for (const v of [p.x.min, p.x.max, p.y.min, p.y.max]) expect(Number.isFinite(v)).toBe(true);
      expect(p.x.max).toBeGreaterThan(p.x.min);
      expect(p.y.max).toBeGreaterThan(p.y.min);
    }
  });
});

describe('the pointer', () => {
  it('finds the nearest x, and nothing beyond the ends', () => {
    const x = of(0, 10, 20);
    expect([nearest(x, 4, 1), nearest(x, 6, 1), nearest(x, 20.5, 1), nearest(x, 30, 1), nearest(of(), 1, 1)]).toEqual([0, 1, 2, -1, -1]);
  });

  it('lists lines by value and picks the one under it', () => {
    const rows = rowsAt(prepare(model([[1, of(0, 100), of(1, 1)], [2, of(0, 100), of(5, 5)], [3, of(0, 10), of(9, 9)], [4, of(0, 100), of(Number.NaN, Number.NaN)]])), 60);
    expect(rows.map((r) => r.line.run.id)).toEqual([2, 1, 4]);
    expect(closest(rows, 12, (v) => v * 10)?.line.run.id).toBe(1);
    expect(closest(rows, 400, (v) => v * 10)).toBeUndefined();
  });
});

describe('sections', () => {
  it('group by the first part, landmarks first and system last', () => {
    const sections = sectionsOf(['train/loss', 'system/cpu', 'loss', 'test/b', 'test/a', 'final/x', 'val/loss', 'train/10', 'train/9'], new Set(['test/b']));
    expect(sections.map((s) => s.name)).toEqual(['train', 'val', 'test', 'metrics', 'final', 'system']);
    expect(sections[2]!.metrics).toEqual(['test/b', 'test/a']);
    expect(sections[0]!.metrics).toEqual(['train/9', 'train/10', 'train/loss']);
  });
  it('name system series by device', () => {
    expect(sectionsOf(['system/gpu.0.power', 'system/cpu', 'system/gpu.1.power'], new Set(), 'system/').map((s) => [s.name, s.metrics.length])).toEqual([['cpu', 1], ['gpu', 2]]);
  });
  it('are open but for system, unless toggled', () => {
    expect([isOpen('train', []), isOpen('system', []), isOpen('train', ['train']), isOpen('system', ['system'])]).toEqual([true, false, false, true]);
  });
  it('search by regular expression, or plainly when it is none', () => {
    expect(['train/loss', 'test/acc', 'a[b'].filter(matcher('LOSS|acc'))).toEqual(['train/loss', 'test/acc']);
    expect(['train/loss', 'a[b'].filter(matcher('[b'))).toEqual(['a[b']);
  });
});
