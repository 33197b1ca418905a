// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { RunRow, SeriesGroup } from '../../src/api/types';
import { groupFilter, groupKey, groupTree } from '../../src/runs/groupTree';
import { groupEye } from '../../src/runs/Sidebar';
import { DEFAULT_VIEW } from '../../src/view/viewState';

const group = (lr: number | undefined, opt: string, runs: number): SeriesGroup => ({ runs, values: { ...(lr === undefined ? {} : { 'config.lr': lr }), 'config.opt': opt } });
const GROUPS = [group(0.1, 'adam', 5), group(0.1, 'sgd', 3), group(undefined, "o'x", 1)];
const BY = ['config.lr', 'config.opt'];

describe('groups in the list', () => {
  it('nest, one level a column, leaves closed until asked for', () => {
    const rows = groupTree(GROUPS, BY, [], () => []);
    expect(rows.map((row) => row.group && [row.group.name, row.group.depth, row.group.runs])).toEqual([
      ['lr 0.1', 0, 8], ['opt adam', 1, 5], ['opt sgd', 1, 3], ['lr not set', 0, 1], ["opt o'x", 1, 1],
    ]);
    expect(rows[0]!.group!.leaves).toEqual(['[0.1,"adam"]', '[0.1,"sgd"]']);
  });

  it('show the runs of an open leaf, and nothing under a closed level', () => {
    const run = { id: 4, uid: 'u', values: {} } as unknown as RunRow;
    const open = groupTree(GROUPS, BY, [groupKey('[0.1,"sgd"]')], (uid) => (uid === '[0.1,"sgd"]' ? [run] : []));
    expect(open[3]).toEqual({ row: run, depth: 2, below: 0 });
    expect(groupTree(GROUPS, BY, [groupKey('[0.1]')], () => []).length).toBe(3);
  });

  it('are filters of the query language', () => {
    expect(groupFilter(GROUPS[1]!.values, BY)).toBe("config.lr = 0.1 and config.opt = 'sgd'");
    expect(groupFilter(GROUPS[2]!.values, BY)).toBe("config.lr is null and config.opt = 'o''x'");
    expect(groupFilter({ tags: ['a'] }, ['tags'])).toBeUndefined();
  });

  it('hide and show, alone and together', () => {
    const all = ['a', 'b', 'c'];
    expect(groupEye(DEFAULT_VIEW, ['a', 'b'], false, all)).toEqual({ hiddenGroups: ['a', 'b'] });
    expect(groupEye({ ...DEFAULT_VIEW, hiddenGroups: ['a', 'b'] }, ['a', 'b'], false, all)).toEqual({ hiddenGroups: [] });
    expect(groupEye(DEFAULT_VIEW, ['a'], true, all)).toEqual({ hiddenGroups: ['b', 'c'] });
    expect(groupEye({ ...DEFAULT_VIEW, hiddenGroups: ['b', 'c'] }, ['a'], true, all)).toEqual({ hiddenGroups: [] });
  });
});
