import { describe, expect, it } from 'vitest';
import type { RunGroup, RunRow } from '../../src/api/types';
import { moveColumn, resolveColumns, withColumn } from '../../src/runs/columnChoice';
import { formatColumnFilter, readColumnFilter, setColumnFilter, splitTerms } from '../../src/runs/filterTerms';
import { groupFilter, pagesOf, spliced, type Line } from '../../src/runs/lines';
import { DEFAULT_VIEW, formatView, parseView } from '../../src/view/viewState';

const columns = ['state', 'config.a', 'config.b', 'metrics.m'].map((name) => ({ name, type: 'number', runs: 1 }));

describe('a choice of columns', () => {
  it('means all with a star, but those left out', () => {
    expect(resolveColumns(['*', '-config.a'], columns)).toEqual(['state', 'config.b', 'metrics.m']);
    expect(withColumn(['*'], 'config.a', false)).toEqual(['*', '-config.a']);
    expect(withColumn(['*', '-config.a'], 'config.a', true)).toEqual(['*']);
    expect(withColumn(['state'], 'metrics.m', true)).toEqual(['state', 'metrics.m']);
  });

  it('keeps a moved column in its place', () => {
    const choice = moveColumn(resolveColumns(['*'], columns), ['*'], 'metrics.m', 'config.a');
    expect(resolveColumns(choice, columns)).toEqual(['state', 'metrics.m', 'config.a', 'config.b']);
    expect(moveColumn(['a', 'b', 'c'], ['a', 'b', 'c'], 'a', 'c')).toEqual(['b', 'c', 'a']);
  });
});

describe('the menu of a column', () => {
  it('reads and writes its part of the filter and leaves the rest', () => {
    const filter = "state = 'finished' and metrics.loss >= 0.5 and (config.a = 1 or config.a = 2) and name ilike '%a and b%'";
    expect(splitTerms(filter)).toHaveLength(4);
    expect(readColumnFilter(filter, 'metrics.loss')).toEqual({ from: '0.5' });
    expect(readColumnFilter(filter, 'name')).toEqual({ contains: 'a and b' });
    expect(setColumnFilter(filter, 'metrics.loss', formatColumnFilter('metrics.loss', { from: '1', to: '2' }, false)))
      .toBe("state = 'finished' and (config.a = 1 or config.a = 2) and name ilike '%a and b%' and metrics.loss >= 1 and metrics.loss <= 2");
    expect(setColumnFilter(filter, 'state', [])).not.toContain('finished');
  });

  it('puts what is joined by or into parentheses before it adds to it', () => {
    expect(setColumnFilter("state = 'a' or state = 'b'", 'config.a', ['config.a = 1'])).toBe("(state = 'a' or state = 'b') and config.a = 1");
  });

  it('writes names with odd characters in backticks and reads them again', () => {
    const [term] = formatColumnFilter('config.my key', { values: ["'x'", "'y'"] }, false);
    expect(term).toBe("`config.my key` in ('x', 'y')");
    expect(readColumnFilter(term!, 'config.my key')).toEqual({ values: ["'x'", "'y'"] });
  });
});

describe('lines', () => {
  it('stand under those that are open', () => {
    const mark = (text: string): Line => ({ kind: 'group', key: text, open: false, group: { key: {}, runs: 0, values: {} } });
    const { count, at } = spliced(3, (i) => mark(`base ${i}`), [{ after: 1, count: 2, at: (i) => mark(`under 1, ${i}`) }, { after: 0, count: 1, at: () => mark('under 0') }]);
    expect(Array.from({ length: count }, (_, i) => (at(i) as { key: string }).key)).toEqual(['base 0', 'under 0', 'base 1', 'under 1, 0', 'under 1, 1', 'base 2']);
  });

  it('of a group are asked for by what they have in common', () => {
    const group = { key: { 'config.o': "it's", 'config.n': 3 }, runs: 1, values: {} } as RunGroup;
    expect(groupFilter(['config.o', 'config.n', 'group'], group, "state = 'a' or id = 1")).toBe("(state = 'a' or id = 1) and config.o = 'it''s' and config.n = 3 and group is null");
    expect(groupFilter(['tags'], { key: { tags: ['a'] }, runs: 1, values: {} } as RunGroup, undefined)).toBeUndefined();
  });
});

it('an address holds groups, pinned columns, widths and the tree', () => {
  const view = { ...DEFAULT_VIEW, groupBy: ['config.a', 'group'], pinnedColumns: ['metrics.a,b'], widths: { 'metrics.a~b': 120 }, tree: true };
  expect(parseView(formatView(view))).toEqual(view);
  expect(formatView(DEFAULT_VIEW)).toEqual({});
});

describe('pagesOf', () => {
  const rows = (...ids: number[]) => ids.map((id) => ({ id, uid: `u${id}`, name: '', state: 'finished', tags: [], createdAt: 0, values: {} }) as unknown as RunRow);

  it('puts pages one after the other, as far as they are here without a gap', () => {
    const got = pagesOf([{ key: 'a', runs: rows(1, 2) }, { key: 'b', runs: undefined }, { key: 'a', runs: undefined }, { key: 'a', runs: rows(5) }]);
    expect(got.get('a')!.map((row) => row.id)).toEqual([1, 2]);
    expect(got.get('b')).toBeUndefined();
  });

  it('shows a run once that moved to the next page meanwhile', () => {
    expect(pagesOf([{ key: 'a', runs: rows(1, 2) }, { key: 'a', runs: rows(2, 3) }]).get('a')!.map((row) => row.id)).toEqual([1, 2, 3]);
  });
});
