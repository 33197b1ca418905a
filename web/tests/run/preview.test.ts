import { describe, expect, it } from 'vitest';
import { confusionFigures } from '../../src/run/confusion';
import { diffLine, parseCsv, previewKind } from '../../src/run/preview';

describe('previews', () => {
  it.each([
    ['a/b.PNG', '', 'image'], ['report.html', 'text/html', 'html'], ['a.wav', 'audio/wav', 'audio'], ['a.webm', '', 'video'], ['diff.patch', 'text/plain', 'diff'], ['x.json', '', 'json'], ['h.csv', 'text/csv', 'csv'], ['README.md', '', 'markdown'], ['cloud.pts.json', 'application/json', 'scene'], ['mesh.GLB', '', 'scene'], ['x.pdb', '', 'molecule'], ['t.table.json', 'application/json', 'table'], ['Dockerfile', '', 'text'], ['notes', 'text/plain', 'text'], ['code/train.mjs', 'application/octet-stream', 'text'], ['kernel.cu', '', 'text'], ['main.tf', '', 'text'], ['model.bin', 'application/octet-stream', 'none'],
  ])('%s (%s) is shown as %s', (path, contentType, kind) => expect(previewKind({ path, contentType })).toBe(kind));

  it('knows the lines of a diff', () => {
    expect(['diff --git a b', '--- a/x', '+++ b/x', '@@ -1 +1 @@', '-old', '+new', ' same'].map(diffLine)).toEqual(['file', 'file', 'file', 'hunk', 'removed', 'added', 'context']);
  });

  it('reads CSV with quotes, line ends in cells, and stops where told', () => {
    expect(parseCsv('a,b\r\n1,"x, ""y""\nz"\n3,', 10)).toEqual([['a', 'b'], ['1', 'x, "y"\nz'], ['3', '']]);
    expect(parseCsv('a\tb\n1\t2', 10)).toEqual([['a', 'b'], ['1', '2']]);
    expect(parseCsv('a\n1\n2\n3', 2)).toEqual([['a'], ['1']]);
  });
});

it('a confusion matrix gives recall by row and precision by column', () => {
  const { accuracy, recall, precision, total } = confusionFigures([[8, 2, 0], [1, 9, 0], [0, 0, 0]]);
  expect([accuracy, total]).toEqual([17 / 20, 20]);
  expect(recall).toEqual([0.8, 0.9, Number.NaN]);
  expect(precision).toEqual([8 / 9, 9 / 11, Number.NaN]);
});
