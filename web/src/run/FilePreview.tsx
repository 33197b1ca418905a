import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { send } from '../api/http';
import type { Json } from '../api/types';
import { formatBytes } from '../charts/ticks';
import { ArtifactTable } from '../media/ArtifactTable';
import { DataTable } from '../media/DataTable';
import { readTable, type TableData } from '../media/tableRows';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import type { ShownFile } from './FileExplorer';
import css from './files.module.css';
import { JsonTree } from './JsonTree';
import { Lines } from './Lines';
import { parseCsv, previewKind } from './preview';
import { sealed } from './sealed';

const Markdown = lazy(() => import('../media/Markdown').then((m) => ({ default: m.Markdown })));
const Sound = lazy(() => import('../media/Sound').then((m) => ({ default: m.Sound })));
const Scene = lazy(() => import('../media/Scene').then((m) => ({ default: m.Scene })));
const Molecule = lazy(() => import('../media/Molecule').then((m) => ({ default: m.Molecule })));

const MOST_BYTES = 2 * 1024 * 1024;
const MOST_PAGE = 16 * 1024 * 1024;
const MOST_ROWS = 50_000;
const AS_THEY_ARE = new Set(['image', 'audio', 'video', 'scene', 'molecule', 'assembled', 'none']);

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // lines of JSON, or cut short
  }
}

function csvTable(text: string): TableData {
  const [columns = [], ...rows] = parseCsv(text, MOST_ROWS + 1);
  return { columns, rows: rows.map((row) => row.map((cell) => (cell !== '' && Number.isFinite(Number(cell)) ? Number(cell) : cell === '' ? null : cell))) };
}

function Text({ file, kind, text }: { file: ShownFile; kind: string; text: string }) {
  const [source, setSource] = useState(false);
  const whole = file.size <= MOST_BYTES;
  const value = useMemo(() => ((kind === 'json' || kind === 'table') && whole ? parsed(text) : undefined), [kind, whole, text]);
  const table = useMemo(() => (kind === 'csv' ? csvTable(text) : kind === 'table' ? readTable(value) : undefined), [kind, text, value]);
  const document = value !== undefined && value !== null && typeof value === 'object';
  const other = kind === 'markdown' || document || table !== undefined;
  const plain = (
    <div className={css.scroll}><Lines text={source || value === undefined ? text : JSON.stringify(value, null, 2)} diff={kind === 'diff'} /></div>
  );
  return (
    <>
      {(!whole || other) && (
        <p className={css.note}>
          {!whole && `showing the first ${formatBytes(MOST_BYTES)} of ${formatBytes(file.size)} `}
          {other && <button type="button" className={css.link} onClick={() => setSource(!source)}>{source ? 'show it drawn' : 'show its source'}</button>}
        </p>
      )}
      {source || !other ? plain
        : table ? <div className={css.table}><DataTable run={0} table={table} name={file.path} tall fileOf={file.fileOf} /></div>
        : kind === 'markdown' ? <div className={`${css.scroll} ${css.words}`}><Suspense fallback={<Skeleton lines={8} />}><Markdown text={text} /></Suspense></div>
        : <div className={css.scroll}><JsonTree value={Array.isArray(value) ? Object.fromEntries(value.slice(0, 2000).map((v, i) => [String(i), v])) : (value as { [key: string]: Json })} /></div>}
    </>
  );
}

/** The beginning of a file in the form that suits it. */
export function FilePreview({ file }: { file: ShownFile }) {
  const named = previewKind(file);
  const [source, setSource] = useState(false);
  // Only an artifact has the other files that such a table is made of.
  const kind = named === 'assembled' && (source || !file.tableUrl) ? 'json' : named;
  const page = kind === 'html' && !source && file.size <= MOST_PAGE;
  const most = page ? MOST_PAGE : MOST_BYTES;
  const query = useQuery({
    queryKey: ['fileStart', file.url, file.version, most], enabled: !AS_THEY_ARE.has(kind) && file.size > 0, staleTime: Infinity,
    queryFn: async ({ signal }) => (await send(file.url.replace('/api/v1', ''), { signal, headers: file.size <= most ? {} : { range: `bytes=0-${most - 1}` } })).text(),
  });
  if (file.size === 0) return <Empty title="The file is empty"><p>It was saved with no byte in it; there is nothing to show.</p></Empty>;
  if (kind === 'image') return <div className={css.picture}><img src={file.url} alt={file.path} /></div>;
  if (kind === 'video') return <div className={css.picture}><video controls preload="metadata" src={file.url} className={css.player} /></div>; // oxlint-disable-line jsx-a11y/media-has-caption
  if (kind === 'audio' || kind === 'scene' || kind === 'molecule')
    return <div className={css.scroll}><Suspense fallback={<Skeleton lines={6} />}>{kind === 'audio' ? <Sound url={file.url} caption={file.path} /> : kind === 'scene' ? <Scene url={file.url} path={file.path} caption="" /> : <Molecule url={file.url} path={file.path} caption="" />}</Suspense></div>;
  if (kind === 'none') return <Empty title="No preview for this kind of file"><p>{file.contentType || 'Its type is unknown'}, {formatBytes(file.size)}. Download it to look into it.</p></Empty>;
  if (kind === 'assembled')
    return <><p className={css.note}>put together of several files · <button type="button" className={css.link} onClick={() => setSource(true)}>show its source</button></p><div className={css.table}><ArtifactTable url={file.tableUrl!} name={file.path} tall /></div></>;
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton lines={10} />;
  if (page)
    return (
      <>
        <p className={css.note}>drawn without network or access to Cairn · <button type="button" className={css.link} onClick={() => setSource(true)}>show its source</button></p>
        <iframe title={file.path} srcDoc={sealed(query.data)} sandbox="allow-scripts" referrerPolicy="no-referrer" className={css.page} />
      </>
    );
  return <Text file={file} kind={kind} text={query.data} />;
}
