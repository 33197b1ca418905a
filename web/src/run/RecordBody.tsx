import { lazy, Suspense, useState } from 'react';
import { fileUrl } from '../api/http';
import type { Json, RunRecord } from '../api/types';
import { formatNumber } from '../charts/ticks';
import { numeric } from '../runs/values';
import { Dialog } from '../ui/controls';
import { Skeleton } from '../ui/states';
import { Icon } from '../ui/icons';
import { ConfusionMatrix } from './ConfusionMatrix';
import { Histogram } from './Histogram';
import { JsonTree } from './JsonTree';
import css from './media.module.css';
import { SandboxedPage } from './SandboxedPage';

const PlotlyFrame = lazy(() => import('./PlotlyFrame').then((m) => ({ default: m.PlotlyFrame })));

interface Picture {
  file: string;
  width?: number;
  height?: number;
  caption?: string;
}

function Images({ run, records }: { run: number; records: readonly RunRecord[] }) {
  const [open, setOpen] = useState<number | null>(null);
  const pictures = records.map((r) => r.value as unknown as Picture);
  const small = pictures.every((p) => (p.width ?? 999) <= 96);
  const current = open === null ? undefined : pictures[open];
  return (
    <div className={css.images} style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${small ? 84 : 160}px, 1fr))` }}>
      {pictures.map((p, i) => (
        <figure key={p.file + records[i]!.index}>
          <button type="button" onClick={() => setOpen(i)} aria-label={`Enlarge ${p.caption ?? p.file}`}>
            <img src={fileUrl(run, p.file)} alt={p.caption ?? p.file} loading="lazy" style={{ aspectRatio: p.width && p.height ? `${p.width} / ${p.height}` : undefined, imageRendering: small ? 'pixelated' : undefined }} />
          </button>
          {p.caption && <figcaption title={p.caption}>{p.caption}</figcaption>}
        </figure>
      ))}
      {current && (
        <Dialog title={current.caption ?? current.file} onClose={() => setOpen(null)} width="auto">
          {/* Arrow keys move between pictures; the dialog holds the focus meanwhile. */}
          <div className={css.large}><img src={fileUrl(run, current.file)} alt={current.caption ?? current.file} style={{ imageRendering: small ? 'pixelated' : undefined, minWidth: small ? 420 : undefined }} /></div>
          <p className={css.largeNote}><span className="mono grow ellipsis">{current.file}</span> {current.width} × {current.height} <a href={fileUrl(run, current.file)} download>Download</a></p>
        </Dialog>
      )}
    </div>
  );
}

const ROWS = 200;

function Cell({ run, value }: { run: number; value: Json }) {
  if (value !== null && typeof value === 'object' && !Array.isArray(value) && value.type === 'image' && typeof value.file === 'string')
    return <img src={fileUrl(run, value.file)} alt={value.file} loading="lazy" className={css.cellImage} />;
  const number = numeric(value);
  if (number !== undefined) return <>{formatNumber(number)}</>;
  return <>{value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)}</>;
}

function TableView({ run, value }: { run: number; value: RunRecord['value'] }) {
  const columns = (value.columns as string[] | undefined) ?? [];
  const rows = (value.rows as Json[][] | undefined) ?? [];
  const numbers = columns.map((_, at) => rows.length > 0 && rows.every((row) => row[at] === null || typeof row[at] === 'number'));
  const [sort, setSort] = useState<{ at: number; down: boolean } | null>(null);
  const ordered = sort === null ? rows : [...rows].sort((a, b) => {
    const [x, y] = [a[sort.at] ?? null, b[sort.at] ?? null];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : String(x ?? '').localeCompare(String(y ?? ''), 'en', { numeric: true });
    return sort.down ? -order : order;
  });
  return (
    <div className={css.tableScroll}>
      <table className={css.table}>
        <thead>
          <tr>{columns.map((name, at) => (
            <th key={name} className={numbers[at] ? 'num' : undefined} aria-sort={sort?.at === at ? (sort.down ? 'descending' : 'ascending') : undefined}>
              <button type="button" className={css.sorter} onClick={() => setSort({ at, down: sort?.at === at ? !sort.down : false })}>{name}{sort?.at === at && <Icon name={sort.down ? 'down' : 'up'} size={10} />}</button>
            </th>
          ))}</tr>
        </thead>
        <tbody>{ordered.slice(0, ROWS).map((row, i) => <tr key={i}>{row.map((cell, k) => <td key={columns[k] ?? k} className={typeof cell === 'number' ? 'num' : undefined}><Cell run={run} value={cell} /></td>)}</tr>)}</tbody>
      </table>
      {rows.length > ROWS && <p className={css.none}>showing {ROWS} of {rows.length} rows</p>}
    </div>
  );
}

/** Records of one key and step, shown as their type asks. */
export function RecordBody({ run, type, records }: { run: number; type: string; records: readonly RunRecord[] }) {
  if (type === 'image') return <Images run={run} records={records} />;
  return (
    <>
      {records.map((record) => {
        const { value } = record;
        const file = typeof value.file === 'string' ? value.file : '';
        const caption = typeof value.caption === 'string' ? value.caption : file;
        const body = () => {
          switch (type) {
            case 'table': return <TableView run={run} value={value} />;
            case 'histogram': return <Histogram edges={(value.edges as number[]) ?? []} counts={(value.counts as number[]) ?? []} />;
            case 'confusion_matrix': return <ConfusionMatrix classes={(value.classes as string[]) ?? []} matrix={(value.matrix as number[][]) ?? []} />;
            case 'text': return <pre className={css.text}>{String(value.text ?? '')}</pre>;
            case 'html': return <SandboxedPage run={run} path={file} className={css.frame} />;
            case 'plotly': return <Suspense fallback={<Skeleton lines={6} />}><PlotlyFrame run={run} path={file} /></Suspense>;
            // oxlint-disable-next-line jsx-a11y/media-has-caption -- runs log recordings, not captioned films
            case 'audio': return <figure className={css.sound}><audio controls preload="none" src={fileUrl(run, file)} /><figcaption>{caption}</figcaption></figure>;
            // oxlint-disable-next-line jsx-a11y/media-has-caption -- as above
            case 'video': return <figure className={css.sound}><video controls preload="metadata" src={fileUrl(run, file)} /><figcaption>{caption}</figcaption></figure>;
            case 'file': return <p className={css.none}><Icon name="file" /> <a href={fileUrl(run, file)} download>{file}</a></p>;
            default: return <JsonTree value={value} />; // a type this page does not know is still the user's data
          }
        };
        return <div key={record.index}>{body()}</div>;
      })}
    </>
  );
}
