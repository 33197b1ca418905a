import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../src/api/types';
import { foldKey, treeOf } from '../../src/runs/tree';

const row = (id: number, parent?: number) => ({ id, uid: `u${id}`, values: parent === undefined ? {} : { parent: `u${parent}` } }) as unknown as RunRow;
const shape = (rows: RunRow[], folded: string[] = []) => treeOf(rows, folded).map((b) => `${'  '.repeat(b.depth)}${b.row.id}${b.below > 0 ? `+${b.below}` : ''}`);

describe('treeOf', () => {
  it('puts children under their parents and keeps the order of siblings', () => {
    expect(shape([row(5, 1), row(4), row(3, 1), row(2, 3), row(1)])).toEqual(['4', '1+2', '  5', '  3+1', '    2']);
  });

  it('leaves a run whose parent is not in the list where it is', () => {
    expect(shape([row(2, 9), row(1)])).toEqual(['2', '1']);
  });

  it('leaves out what is under a folded run', () => {
    expect(shape([row(1), row(2, 1), row(3, 2), row(4)], [foldKey(1)])).toEqual(['1+1', '4']);
  });

  it('shows every run of a ring once', () => {
    expect(shape([row(1, 2), row(2, 1), row(3, 3)])).toEqual(['3', '1+1', '  2+1']);
  });
});
