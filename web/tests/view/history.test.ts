import { describe, expect, it } from 'vitest';
import { canRedo, noteChange, redo, undo } from '../../src/view/history';
import { onTopOf } from '../../src/view/viewState';

describe('undo', () => {
  it('goes back and forward through changes', () => {
    noteChange('/a', {}, { s: '0.5' }, 0);
    noteChange('/a', { s: '0.5' }, { s: '0.5', log: '1' }, 100);
    expect(undo('/a', { s: '0.5', log: '1' })).toEqual({ s: '0.5' });
    expect(undo('/a', { s: '0.5' })).toEqual({});
    expect(undo('/a', {})).toBeUndefined();
    expect(redo('/a', {})).toEqual({ s: '0.5' });
    expect(redo('/a', { s: '0.5' })).toEqual({ s: '0.5', log: '1' });
    expect(redo('/a', {})).toBeUndefined();
  });

  it('takes a drag of a slider as one change', () => {
    for (let i = 0; i < 10; i++) noteChange('/b', { s: String(i) }, { s: String(i + 1) }, i * 50);
    expect(undo('/b', { s: '10' })).toEqual({ s: '0' });
  });

  it('forgets what was undone once something else is changed, and knows pages apart', () => {
    noteChange('/c', {}, { x: 'time' }, 0);
    undo('/c', { x: 'time' });
    noteChange('/c', {}, { x: 'relative' }, 5000);
    expect(canRedo('/c')).toBe(false);
    expect(undo('/d', {})).toBeUndefined();
  });
});

it('an address on a saved view holds only what differs', () => {
  const saved = { s: '0.9', x: 'time' };
  expect(onTopOf(saved, { s: '0.9', x: 'time' })).toEqual({});
  expect(onTopOf(saved, { x: 'relative', log: '1' })).toEqual({ s: '', x: 'relative', log: '1' });
});
