import { describe, expect, it } from 'vitest';
import { differences, distance, leaves } from '../../src/run/differences';
import { diffCounts } from '../../src/run/DiffBox';
import { familyRows } from '../../src/run/family';

describe('differences of documents', () => {
  it('are told leaf by leaf', () => {
    const list = differences({ lr: 0.2, model: { depth: 4, kind: 'cnn' }, tags: [1, 2], new: null }, { lr: 0.1, model: { depth: 4 }, tags: [1, 2], old: {} });
    expect(list.map((d) => `${d.path} ${d.kind}`)).toEqual(['lr changed', 'model.depth same', 'model.kind added', 'new added', 'old removed', 'tags same']);
    expect(distance(list[0]!)).toBeCloseTo(0.1);
    expect(distance(list[2]!)).toBeUndefined();
  });

  it('open lists that hold objects', () => {
    expect([...leaves({ a: [{ b: 1 }, { b: 2 }] }).keys()]).toEqual(['a.0.b', 'a.1.b']);
    expect(leaves(undefined).size).toBe(0);
  });
});

it('counts what a diff adds and removes', () => {
  expect(diffCounts('diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-old\n+new\n+more\n same\n')).toEqual({ files: 1, added: 2, removed: 1 });
});

it('lays a family as a tree, and a ring without end', () => {
  const run = (uid: string, parent?: string) => ({ id: uid.length, uid, parent, name: uid, state: 'finished', startedAt: 0 });
  const shape = (list: ReturnType<typeof run>[]) => familyRows(list).map((r) => `${r.depth} ${r.run.uid}`);
  expect(shape([run('top'), run('a', 'top'), run('b', 'top'), run('deep', 'a')])).toEqual(['0 top', '1 a', '2 deep', '1 b']);
  expect(shape([run('child', 'gone')])).toEqual(['0 child']);
  expect(shape([run('x', 'y'), run('y', 'x')])).toEqual(['0 x', '1 y']);
});
