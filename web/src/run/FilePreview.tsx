import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fileUrl, send } from '../api/http';
import type { RunFile } from '../api/types';
import { formatBytes } from '../charts/ticks';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import css from './files.module.css';
import { SandboxedPage } from './SandboxedPage';
import { diffLine, parseCsv, previewKind } from './preview';

const MOST_BYTES = 512 * 1024;
const MOST_PAGE = 16 * 1024 * 1024;
const MOST_ROWS = 500;
const MOST_LINES = 5000;

function Lines({ text, diff }: { text: string; diff?: boolean }) {
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    <>
      <pre className={css.code}>
        {lines.slice(0, MOST_LINES).map((line, i) => <span key={i} className={diff ? css[diffLine(line)] : undefined} data-line={i + 1}>{line}{'\n'}</span>)}
      </pre>
      {lines.length > MOST_LINES && <p className={css.note}>showing {MOST_LINES} of {lines.length} lines</p>}
    </>
  );
}

function Csv({ text }: { text: string }) {
  const [head = [], ...rows] = parseCsv(text, MOST_ROWS + 1);
  return (
    <table className={css.csv}>
      <thead><tr>{head.map((name, i) => <th key={i}>{name}</th>)}</tr></thead>
      <tbody>{rows.map((row, i) => <tr key={i}>{row.map((cell, k) => <td key={k} className={cell !== '' && Number.isFinite(Number(cell)) ? 'num' : undefined}>{cell}</td>)}</tr>)}</tbody>
    </table>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // lines of JSON, or cut short
  }
}

/** The beginning of a file in the form that suits it. */
export function FilePreview({ run, file }: { run: number; file: RunFile }) {
  const kind = previewKind(file);
  const [source, setSource] = useState(false);
  const page = kind === 'html' && !source && file.size <= MOST_PAGE;
  const textual = !['image', 'audio', 'video', 'none'].includes(kind) && !page && file.size > 0;
  const query = useQuery({
    queryKey: ['fileStart', run, file.path, file.sha256], enabled: textual, staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const whole = file.size <= MOST_BYTES;
      const response = await send(fileUrl(run, file.path).replace('/api/v1', ''), { signal, headers: whole ? {} : { range: `bytes=0-${MOST_BYTES - 1}` } });
      return response.text();
    },
  });
  if (kind === 'image') return <div className={css.picture}><img src={fileUrl(run, file.path)} alt={file.path} /></div>;
  if (file.size === 0) return <Empty title="The file is empty" />;
  if (kind === 'audio') return <div className={css.picture}><audio controls preload="metadata" src={fileUrl(run, file.path)} className={css.player} /></div>; // oxlint-disable-line jsx-a11y/media-has-caption
  if (kind === 'video') return <div className={css.picture}><video controls preload="metadata" src={fileUrl(run, file.path)} className={css.player} /></div>; // oxlint-disable-line jsx-a11y/media-has-caption
  if (page) return <><p className={css.note}>drawn without network or access to Cairn · <button type="button" className={css.link} onClick={() => setSource(true)}>show its source</button></p><SandboxedPage run={run} path={file.path} version={file.sha256} className={css.page} /></>;
  if (kind === 'none') return <Empty title="No preview for this kind of file"><p>{file.contentType || 'Its type is unknown'}, {formatBytes(file.size)}. Download it to look into it.</p></Empty>;
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton lines={10} />;
  return (
    <div className={css.scroll}>
      {file.size > MOST_BYTES && <p className={css.note}>showing the first {formatBytes(MOST_BYTES)} of {formatBytes(file.size)}</p>}
      {kind === 'csv' ? <Csv text={query.data} /> : <Lines text={kind === 'json' && file.size <= MOST_BYTES ? pretty(query.data) : query.data} diff={kind === 'diff'} />}
    </div>
  );
}
