import { describe, expect, it } from 'vitest';
import { boardOf, removedOf } from '../../src/charts/board';
import { sectionsOf } from '../../src/charts/sections';
import { EMPTY_LAYOUT, type Layout } from '../../src/view/layout';

const METRICS = ['loss', 'train/loss', 'train/acc', 'train/gen/loss', 'train/gen/acc', 'train/odd/one', 'val/loss'].map((key) => ({ key }));
const names = (layout: Layout, search = '') => boardOf(METRICS, new Set(), layout, search).map((section) => [section.name, section.panels.map((panel) => panel.id)]);

describe('the board', () => {
  it('is a tree of prefixes; a deeper one needs two metrics', () => {
    expect(names(EMPTY_LAYOUT)).toEqual([['train', ['train/acc', 'train/loss', 'train/odd/one']], ['train/gen', ['train/gen/acc', 'train/gen/loss']], ['val', ['val/loss']], ['metrics', ['loss']]]);
    expect(sectionsOf(METRICS.map((m) => m.key), new Set()).map((s) => s.depth)).toEqual([0, 1, 0, 0]);
  });

  it('has what people moved, added, joined and removed', () => {
    const layout: Layout = {
      panels: { 'train/odd/one': { removed: true }, 'val/loss': { section: 'train' }, '+1': { section: 'train', metrics: ['=train/loss - val/loss'], title: 'gap' } },
      order: { train: ['+1', 'train/loss', 'gone', 'val/loss'] },
    };
    expect(names(layout)[0]).toEqual(['train', ['+1', 'train/loss', 'val/loss', 'train/acc']]);
    expect(removedOf(layout)).toEqual(['train/odd/one']);
    expect(boardOf(METRICS, new Set(), layout, '').map((section) => section.name)).not.toContain('val');
  });

  it('is searched by title and by metric', () => {
    const layout: Layout = { panels: { '+1': { section: 'mine', metrics: ['val/loss'], title: 'gap' } }, order: {} };
    expect(names(layout, '^gap$')).toEqual([['mine', ['+1']]]);
    expect(names(layout, 'val').flatMap(([, ids]) => ids)).toEqual(['+1', 'val/loss']);
  });
});
