import { useState } from 'react';
import { matcher } from '../charts/sections';
import { formatAgo, formatBytes } from '../charts/ticks';
import { Field } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty } from '../ui/states';
import ui from '../ui/ui.module.css';
import { useNow } from '../ui/useNow';
import { FilePreview } from './FilePreview';
import css from './files.module.css';
import { fileTree } from './fileTree';

/** A file that can be looked into. */
export interface ShownFile {
  path: string;
  size: number;
  contentType: string;
  /** Another one means that the content is another. */
  version: string;
  url: string;
  /** Where the server puts the table together that this file describes. */
  tableUrl?: string;
  /** The address of another file of the same whole, which cells of tables name. */
  fileOf?: (path: string) => string;
  updatedAt?: number;
  /** Where its bytes are when they are not in this server. */
  elsewhere?: string;
}

const OPEN_AT_FIRST = 200; // files; of more, folders are shut

/** Files as a tree of folders, and a look into the one that is chosen. */
export function FileExplorer({ files, chosen, onChoose, note }: { files: readonly ShownFile[]; chosen: string | null; onChoose: (path: string) => void; note: string }) {
  const [search, setSearch] = useState('');
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const now = useNow(30_000);
  const matches = matcher(search);
  const current = files.find((f) => f.path === chosen);
  const openAtFirst = files.length <= OPEN_AT_FIRST;
  const isOpen = (folder: string) => search !== '' || chosen?.startsWith(`${folder}/`) || openAtFirst !== flipped.has(folder);
  const rows = fileTree(files.filter((f) => matches(f.path)), isOpen);
  const flip = (folder: string) => setFlipped((old) => {
    const next = new Set(old);
    if (!next.delete(folder)) next.add(folder);
    return next;
  });
  return (
    <div className={css.files}>
      <div className={css.side}>
        <div className={css.bar}><Field icon="search" value={search} label="Search files" placeholder="Search files" onChange={setSearch} className="grow" /><span className="muted">{note}</span></div>
        <ul className={css.list}>
          {rows.length === 0 && <li className={css.note}>No file matches “{search}”.</li>}
          {rows.map((row) => (
            <li key={row.kind === 'folder' ? `${row.path}/` : row.file.path}>
              {row.kind === 'folder'
                ? (
                  <button type="button" className={css.file} style={{ paddingLeft: 10 + row.depth * 14 }} aria-expanded={Boolean(isOpen(row.path))} onClick={() => flip(row.path)}>
                    <Icon name="chevron" size={11} /><b className="grow ellipsis" title={row.path}>{row.name}</b>
                    <small>{row.files}</small><small className={css.size}>{formatBytes(row.size)}</small>
                  </button>
                )
                : (
                  <button type="button" className={css.file} style={{ paddingLeft: 10 + row.depth * 14 }} aria-current={row.file.path === chosen} onClick={() => onChoose(row.file.path)}>
                    <Icon name={row.file.contentType.startsWith('image/') ? 'image' : 'file'} size={12} />
                    <span className="grow ellipsis" title={row.file.path}>{row.name}</span>
                    {row.file.updatedAt !== undefined && <small>{formatAgo(row.file.updatedAt, now)}</small>}<small className={css.size}>{row.file.elsewhere && row.file.size === 0 ? 'elsewhere' : formatBytes(row.file.size)}</small>
                  </button>
                )}
            </li>
          ))}
        </ul>
      </div>
      <div className={css.preview}>
        {current
          ? (
            <>
              <div className={css.bar}>
                <b className="ellipsis">{current.path}</b> <span className="muted">{formatBytes(current.size)} · {current.contentType}</span> <span className="grow" />
                {!current.elsewhere && <a className={ui.button} href={current.url} download={current.path.split('/').at(-1)}><Icon name="download" /> Download</a>}
              </div>
              {current.elsewhere ? <Empty title="This file lies elsewhere"><p>Only its address was logged: <code>{current.elsewhere}</code></p></Empty> : <FilePreview key={current.url} file={current} />}
            </>
          )
          : <Empty title="Choose a file to look into it"><p>{chosen ? `There is no file “${chosen}”.` : 'Text, JSON, tables, diffs, pages, images and sound are shown here; everything can be downloaded.'}</p></Empty>}
      </div>
    </div>
  );
}
