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
import { FilePreview } from './FilePreview';

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** What the run left behind: a list, and a look into what can be shown. */
export function FilesTab({ run }: { run: Run }) {
  const [view, change] = useView();
  const [search, setSearch] = useState('');
  const query = useQuery(fileList(run.id));
  const now = useNow(30_000);
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.data.length === 0) return <Empty title="No files"><p>Neither the client nor your code saved a file with this run.</p></Empty>;
  const matches = matcher(search);
  const list = query.data.filter((f) => matches(f.path)).sort((a, b) => folderOf(a.path).localeCompare(folderOf(b.path)) || a.path.localeCompare(b.path, 'en', { numeric: true }));
  const current: RunFile | undefined = query.data.find((f) => f.path === view.key);
  const size = query.data.reduce((sum, f) => sum + f.size, 0);
  return (
    <div className={css.files}>
      <div className={css.side}>
        <div className={css.bar}><Field icon="search" value={search} label="Search files" placeholder="Search files" onChange={setSearch} className="grow" /><span className="muted">{query.data.length} · {formatBytes(size)}</span></div>
        <ul className={css.list}>
          {list.map((file, i) => (
            <li key={file.path}>
              {folderOf(file.path) !== '' && folderOf(file.path) !== folderOf(list[i - 1]?.path ?? '') && <h3 className={css.folder} title={folderOf(file.path)}><bdi>{folderOf(file.path)}</bdi></h3>}
              <button type="button" className={css.file} aria-current={file.path === view.key} onClick={() => change({ key: file.path })}>
                <Icon name={file.contentType?.startsWith('image/') ? 'image' : 'file'} size={12} />
                <span className="grow ellipsis" title={file.path}>{file.path.split('/').at(-1)}</span>
                <small>{formatAgo(file.updatedAt, now)}</small><small className={css.size}>{formatBytes(file.size)}</small>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className={css.preview}>
        {current
          ? (
            <>
              <div className={css.bar}>
                <b className="ellipsis">{current.path}</b> <span className="muted">{formatBytes(current.size)} · {current.contentType ?? 'unknown type'}</span> <span className="grow" />
                <a className={ui.button} href={fileUrl(run.id, current.path)} download={current.path.split('/').at(-1)}><Icon name="download" /> Download</a>
              </div>
              <FilePreview key={current.path} run={run.id} file={current} />
            </>
          )
          : <Empty title="Choose a file to look into it"><p>{view.key ? `This run has no file “${view.key}”.` : 'Text, JSON, CSV, diffs and images are shown here; everything can be downloaded.'}</p></Empty>}
      </div>
    </div>
  );
}
