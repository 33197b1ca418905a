import { describe, expect, it } from 'vitest';
import { panelLink } from '../../src/view/panelLink';
import { parseSearch, parseView } from '../../src/view/viewState';

describe('panelLink', () => {
  const whole = { f: 'config.lr > 0.1', s: '0.5', g: 'config.lr', cols: 'name', p: '^x', view: '7', w: JSON.stringify({ columns: 3, panels: { 'a/b': { logY: true }, other: { removed: true } }, order: { m: ['other'] } }) };
  const [path, text] = panelLink('my team/pro', whole, 'a/b').split('?') as [string, string];
  const view = parseView(parseSearch(text));

  it('leads to the panel of the project', () => {
    expect(path).toBe('/my%20team/pro/panel');
    expect(view.full).toBe('a/b');
  });

  it('keeps which runs are drawn and how, and what the panel has of its own', () => {
    expect(view).toMatchObject({ filter: 'config.lr > 0.1', smoothing: 0.5, groupBy: ['config.lr'] });
    expect(view.layout).toEqual({ panels: { 'a/b': { logY: true } }, order: {} });
  });

  it('does not hang on a saved view, or on what only the whole page shows', () => {
    expect(view).toMatchObject({ saved: 0, columns: null, panels: '' });
  });
});
