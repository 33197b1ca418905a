import { describe, expect, it } from 'vitest';
import { addPanel, changePanel, EMPTY_LAYOUT, formatLayout, movePanel, parseLayout, removePanel } from '../../src/view/layout';

const SHOWN = ['train/acc', 'train/loss', 'train/lr'];

describe('a layout', () => {
  it('is nothing in the address until something was arranged', () => {
    expect(formatLayout(EMPTY_LAYOUT)).toBe('');
    expect(parseLayout('')).toEqual(EMPTY_LAYOUT);
    const layout = changePanel({ ...EMPTY_LAYOUT, columns: 2 }, 'train/loss', { w: 2, title: 'a "b"' });
    expect(parseLayout(formatLayout(layout))).toEqual(layout);
    expect(formatLayout({ ...changePanel(layout, 'train/loss', { w: undefined, title: undefined }), columns: undefined })).toBe('');
  });

  it('takes nonsense as nothing', () => {
    for (const text of ['{', '[]', '3', 'null', '{"panels":3,"order":{"a":[1]},"columns":99,"height":"x"}', '{"panels":{"a":{"metrics":"b"}}}']) expect(parseLayout(text)).toEqual(EMPTY_LAYOUT);
  });

  it('moves a panel before another, to the end, and into another section', () => {
    expect(movePanel(EMPTY_LAYOUT, 'train/lr', 'train', 'train/acc', SHOWN, 'train').order.train).toEqual(['train/lr', 'train/acc', 'train/loss']);
    expect(movePanel(EMPTY_LAYOUT, 'train/acc', 'train', null, SHOWN, 'train').order.train).toEqual(['train/loss', 'train/lr', 'train/acc']);
    const away = movePanel(EMPTY_LAYOUT, 'val/loss', 'train', 'train/loss', SHOWN, 'val');
    expect([away.order.train, away.panels['val/loss']]).toEqual([['train/acc', 'val/loss', 'train/loss', 'train/lr'], { section: 'train' }]);
    expect(movePanel(away, 'val/loss', 'val', null, [], 'val').panels).toEqual({});
  });

  it('adds panels with ids of their own and forgets them when they are removed', () => {
    const [one, first] = addPanel(EMPTY_LAYOUT, 'train', { metrics: ['train/loss'] }, 'train/acc', SHOWN);
    const [two, second] = addPanel(one, 'train', { metrics: [] });
    expect([first, second]).toEqual(['+1', '+2']);
    expect(two.order.train).toEqual(['+2', 'train/acc', '+1', 'train/loss', 'train/lr']);
    const gone = removePanel(removePanel(two, '+1'), 'train/lr');
    expect(gone.order.train).toEqual(['+2', 'train/acc', 'train/loss', 'train/lr']);
    expect(gone.panels).toEqual({ '+2': { metrics: [], section: 'train' }, 'train/lr': { removed: true } });
  });
});
