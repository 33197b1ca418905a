import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fileUrl } from '../api/http';
import { files as fileList } from '../api/queries';
import type { Run, RunFile } from '../api/types';
import { matcher } from '../charts/sections';
import { formatAgo, formatBytes } from '../charts/ticks';
import { Field } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import ui from '../ui/ui.module.css';
import { useNow } from '../ui/useNow';
import { useView } from '../view/useView';
import css from './files.module.css';
import { fileTree } from './fileTree';
import { FilePreview } from './FilePreview';

const OPEN_AT_FIRST = 200; // files; of more, folders are shut

/** What the run left behind: a tree of folders, and a look into what can be shown. */
export function FilesTab({ run }: { run: Run }) {
  const [view, change] = useView();
  const [search, setSearch] = useState('');
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const query = useQuery(fileList(run.id));
  const now = useNow(30_000);
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.data.length === 0) return <Empty title="No files"><p>Neither the client nor your code saved a file with this run.</p></Empty>;
  const matches = matcher(search);
  const current: RunFile | undefined = query.data.find((f) => f.path === view.key);
  const openAtFirst = query.data.length <= OPEN_AT_FIRST;
  const isOpen = (folder: string) => search !== '' || view.key?.startsWith(`${folder}/`) || openAtFirst !== flipped.has(folder);
  const rows = fileTree(query.data.filter((f) => matches(f.path)), isOpen);
  const flip = (folder: string) => setFlipped((old) => {
    const next = new Set(old);
    if (!next.delete(folder)) next.add(folder);
    return next;
  });
  const size = query.data.reduce((sum, f) => sum + f.size, 0);
  return (
    <div className={css.files}>
      <div className={css.side}>
        <div className={css.bar}><Field icon="search" value={search} label="Search files" placeholder="Search files" onChange={setSearch} className="grow" /><span className="muted">{query.data.length} · {formatBytes(size)}</span></div>
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
                  <button type="button" className={css.file} style={{ paddingLeft: 10 + row.depth * 14 }} aria-current={row.file.path === view.key} onClick={() => change({ key: row.file.path })}>
                    <Icon name={row.file.contentType.startsWith('image/') ? 'image' : 'file'} size={12} />
                    <span className="grow ellipsis" title={row.file.path}>{row.name}</span>
                    <small>{formatAgo(row.file.updatedAt, now)}</small><small className={css.size}>{formatBytes(row.file.size)}</small>
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
                <a className={ui.button} href={fileUrl(run.id, current.path)} download={current.path.split('/').at(-1)}><Icon name="download" /> Download</a>
              </div>
              <FilePreview key={current.path} run={run.id} file={current} />
            </>
          )
          : <Empty title="Choose a file to look into it"><p>{view.key ? `This run has no file “${view.key}”.` : 'Text, JSON, tables, diffs, pages, images and sound are shown here; everything can be downloaded.'}</p></Empty>}
      </div>
    </div>
  );
}
