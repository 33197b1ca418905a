import { describe, expect, it } from 'vitest';
import type { RunFile } from '../../src/api/types';
import { fileTree } from '../../src/run/fileTree';

const files = ['b.txt', 'model/10.pt', 'model/9.pt', 'a/b/c/deep.json', 'model/card/README.md'].map((path, i): RunFile => ({ path, size: i + 1, sha256: '', contentType: '', updatedAt: 0 }));
const shape = (open: (folder: string) => boolean) => fileTree(files, open).map((r) => `${'  '.repeat(r.depth)}${r.kind === 'folder' ? `${r.name}/ ${r.files} ${r.size}` : r.name}`);

describe('fileTree', () => {
  it('puts folders before files, joins chains of single folders, sorts numbers as numbers', () => {
    expect(shape(() => true)).toEqual(['a/b/c/ 1 4', '  deep.json', 'model/ 3 10', '  card/ 1 5', '    README.md', '  9.pt', '  10.pt', 'b.txt']);
  });

  it('hides what is in shut folders', () => {
    expect(shape((folder) => folder !== 'model')).toEqual(['a/b/c/ 1 4', '  deep.json', 'model/ 3 10', 'b.txt']);
  });
});
