// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { DEFAULT_VIEW, formatView, isVisible, parseSearch, parseView, stringifySearch, type View } from '../../src/view/viewState';
import { eye, nextSort } from '../../src/runs/Sidebar';

const round = (view: View) => parseView(parseSearch(stringifySearch(formatView(view))));

describe('the address of a view', () => {
  it('is empty for a plain page', () => {
    expect(stringifySearch(formatView(DEFAULT_VIEW))).toBe('');
    expect(parseView({})).toEqual(DEFAULT_VIEW);
  });

  it('brings everything back', () => {
    const view: View = {
      filter: "state = 'finished' and metrics.test/accuracy > 0.85 & 1", search: 'a+b é%', sort: [{ column: 'metrics.a,b', descending: true }, { column: 'name', descending: false }],
      columns: ['metrics.test/accuracy:max', 'config.a,b', 'config.50%'], axis: 'metric:train/epoch', smoothing: 0.92, logY: true, zoom: [1_700_000_000_123.5, 1_700_000_100_000], hidden: [3, 12], only: [7],
      toggled: ['train', 'system'], panels: '^(loss|acc)$', full: 'test/acc uracy', count: 200, delta: 'landmark:human', step: 0, tab: 'media', key: 'diff.patch', board: '[{"type":"scatter"}]',
      pinnedColumns: [], widths: {}, tree: false,
      smoothKind: 'gaussian', logX: true, clip: true, groupBy: ['config.lr', 'config.a,b'], centre: 'median', spread: 'range', members: true, hiddenGroups: ['[0.1,"a,b"]', '[null,50]'], colourBy: 'config.optimizer',
      pinned: [9, 2], saved: 17,
      layout: { columns: 2, height: 320, panels: { 'train/loss': { w: 2, logY: true, y: [null, 4.5] }, '+1': { section: 'train', metrics: ['train/loss', '=train/loss - val/loss'], title: 'a, b & 50%' } }, order: { train: ['+1', 'train/loss'] } },
    };
    expect(round(view)).toEqual(view);
  });

  it('knows no columns from the default columns', () => {
    expect(round({ ...DEFAULT_VIEW, columns: [] }).columns).toEqual([]);
    expect(round(DEFAULT_VIEW).columns).toBeNull();
  });

  it('is readable', () => {
    expect(stringifySearch(formatView({ ...DEFAULT_VIEW, columns: ['metrics.test/accuracy:max'], zoom: [10, 20] }))).toBe('?cols=metrics.test/accuracy:max&zoom=10~20');
  });

  it('takes nonsense as nothing', () => {
    expect(parseView({ s: 'abc', zoom: '9~1', n: '-4', hide: 'x.3', step: 'now' })).toEqual({ ...DEFAULT_VIEW, count: 1, hidden: [3] });
  });
});

describe('eyes', () => {
  it('hide and show one run', () => {
    const hidden = { ...DEFAULT_VIEW, ...eye(DEFAULT_VIEW, 4, false) };
    expect(isVisible(hidden, 4)).toBe(false);
    expect(isVisible({ ...hidden, ...eye(hidden, 4, false) }, 4)).toBe(true);
  });

  it('show a run alone, and all again', () => {
    const alone = { ...DEFAULT_VIEW, hidden: [9], ...eye({ ...DEFAULT_VIEW, hidden: [9] }, 4, true) };
    expect([isVisible(alone, 4), isVisible(alone, 5)]).toEqual([true, false]);
    expect(isVisible({ ...alone, ...eye(alone, 4, true) }, 5)).toBe(true);
  });

  it('add a run to those shown alone', () => {
    const two = { ...DEFAULT_VIEW, only: [4], ...eye({ ...DEFAULT_VIEW, only: [4] }, 5, false) };
    expect(two.only).toEqual([4, 5]);
  });
});

it('sorting goes down, up, off', () => {
  const down = { ...DEFAULT_VIEW, ...nextSort(DEFAULT_VIEW, 'a') };
  const up = { ...down, ...nextSort(down, 'a') };
  expect([down.sort, up.sort, nextSort(up, 'a').sort]).toEqual([[{ column: 'a', descending: true }], [{ column: 'a', descending: false }], []]);
});
