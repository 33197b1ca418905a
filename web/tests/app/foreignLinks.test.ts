import { afterEach, describe, expect, it, vi } from 'vitest';
import { foreignPlace, pathOf } from '../../src/app/foreignLinks';

describe('foreignPlace', () => {
  it('reads what clients print', () => {
    expect(foreignPlace('#/experiments/3')).toEqual({ experiment: 3 });
    expect(foreignPlace('#/experiments/3/runs/0a1b')).toEqual({ experiment: 3, run: '0a1b' });
    expect(foreignPlace('#/experiments/0/runs/0a1b/artifacts/model?x=1')).toEqual({ experiment: 0, run: '0a1b' });
    expect(foreignPlace('#/models/my%20net/versions/2')).toEqual({ model: 'my net' });
    expect(foreignPlace('#/models')).toEqual({ model: undefined });
  });

  it('leaves other fragments alone', () => {
    for (const hash of ['', '#', '#top', '#/experiments/search', '#/x/1', '#/models/%E0%A4%A', 'experiments/1']) expect(foreignPlace(hash)).toBeUndefined();
  });
});

describe('pathOf', () => {
  afterEach(() => void vi.unstubAllGlobals());

  it('finds the project of an experiment by its id', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ projects: [{ id: 0, team: 'local', name: 'Default' }, { id: 3, team: 'a b', name: 'c' }] }));
    expect(await pathOf({ experiment: 0 })).toBe('/local/Default');
    expect(await pathOf({ experiment: 3, run: '0a1b' })).toBe('/a%20b/c/runs/0a1b');
    expect(await pathOf({ experiment: 9 })).toBeUndefined();
    expect(await pathOf({ model: 'my net' })).toBe('/models/my%20net');
  });
});
