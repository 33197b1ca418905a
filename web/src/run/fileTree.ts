interface TreeFile {
  path: string;
  size: number;
}

export type FileRow<F extends TreeFile = TreeFile> =
  | { kind: 'folder'; path: string; name: string; depth: number; files: number; size: number }
  | { kind: 'file'; file: F; name: string; depth: number };

interface Folder<F> {
  path: string;
  folders: Map<string, Folder<F>>;
  files: F[];
  count: number;
  size: number;
}

const make = <F>(path: string): Folder<F> => ({ path, folders: new Map(), files: [], count: 0, size: 0 });
const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/** Files as the rows of a tree: folders first, both by name; `isOpen` says of a folder whether its content is shown. */
export function fileTree<F extends TreeFile>(files: readonly F[], isOpen: (folder: string) => boolean): FileRow<F>[] {
  const root = make<F>('');
  for (const file of files) {
    let at = root;
    const parts = file.path.split('/');
    for (const part of parts.slice(0, -1)) {
      let next = at.folders.get(part);
      if (!next) at.folders.set(part, (next = make(at.path === '' ? part : `${at.path}/${part}`)));
      at = next;
      at.count++;
      at.size += file.size;
    }
    at.files.push(file);
  }
  const rows: FileRow<F>[] = [];
  const walk = (folder: Folder<F>, depth: number): void => {
    for (const [first, child] of [...folder.folders].sort(([a], [b]) => byName(a, b))) {
      let [name, inner] = [first, child];
      // A folder that holds nothing but one folder is written together with it.
      while (inner.files.length === 0 && inner.folders.size === 1) {
        const [[more, only]] = inner.folders as unknown as [[string, Folder<F>]];
        [name, inner] = [`${name}/${more}`, only];
      }
      rows.push({ kind: 'folder', path: inner.path, name, depth, files: inner.count, size: inner.size });
      if (isOpen(inner.path)) walk(inner, depth + 1);
    }
    for (const file of [...folder.files].sort((a, b) => byName(a.path, b.path))) rows.push({ kind: 'file', file, name: file.path.slice(file.path.lastIndexOf('/') + 1), depth });
  };
  walk(root, 0);
  return rows;
}
