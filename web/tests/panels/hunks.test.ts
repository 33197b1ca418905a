import { diffLines } from 'diff';
import { describe, expect, it } from 'vitest';
import { hunks } from '../../src/panels/hunks';

describe('differences of files', () => {
  const text = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');
  it('show changes with the lines around them, numbered on both sides', () => {
    const parts = hunks(diffLines(text(1, 30), `${text(1, 9)}other\n${text(11, 20)}more\n${text(21, 30)}`), 1);
    expect(parts.map((hunk) => hunk.map((l) => `${l.kind} ${l.left ?? '-'} ${l.right ?? '-'} ${l.text}`))).toEqual([
      ['same 9 9 line 9', 'gone 10 - line 10', 'new - 10 other', 'same 11 11 line 11'],
      ['same 20 20 line 20', 'new - 21 more', 'same 21 22 line 21'],
    ]);
  });
  it('are none where nothing differs', () => expect(hunks(diffLines('a\n', 'a\n'))).toEqual([]));
});
