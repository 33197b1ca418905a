import { lazy, Suspense } from 'react';
import { fileUrl } from '../api/http';
import type { Json, RunRecord } from '../api/types';
import { formatCount } from '../charts/ticks';
import { ArtifactTable, runTableUrl } from '../media/ArtifactTable';
import { DataTable } from '../media/DataTable';
import { FileTable } from '../media/FileTable';
import { Images } from '../media/Images';
import css from '../media/media.module.css';
import { readPredictions, readTable } from '../media/tableRows';
import { Icon } from '../ui/icons';
import { Skeleton } from '../ui/states';
import { ConfusionMatrix } from './ConfusionMatrix';
import { Histogram } from './Histogram';
import { JsonTree } from './JsonTree';
import { SandboxedPage } from './SandboxedPage';

const PlotlyFrame = lazy(() => import('./PlotlyFrame').then((m) => ({ default: m.PlotlyFrame })));
const Sound = lazy(() => import('../media/Sound').then((m) => ({ default: m.Sound })));
const Scene = lazy(() => import('../media/Scene').then((m) => ({ default: m.Scene })));
const Molecule = lazy(() => import('../media/Molecule').then((m) => ({ default: m.Molecule })));

const tree = (value: Json): { [key: string]: Json } => (value !== null && typeof value === 'object' ? (Array.isArray(value) ? Object.fromEntries(value.map((v, i) => [String(i), v])) : value) : { value });

const pointsAtArtifact = ({ wandb }: { [key: string]: Json }): boolean => wandb !== null && typeof wandb === 'object' && !Array.isArray(wandb) && typeof wandb.artifact_path === 'string';

interface BodyProps {
  run: number;
  /** The key under which the records were logged. */
  recordKey?: string;
  type: string;
  records: readonly RunRecord[];
  /** Whether tables may fill the height of the page. */
  tall?: boolean;
  /** From where to where histograms reach, so that several can be compared; unset: as far as each has values. */
  range?: readonly [number, number];
}

/** Records of one key and step, shown as their type asks. */
export function RecordBody({ run, recordKey, type, records, tall, range }: BodyProps) {
  if (type === 'image') return <Images run={run} recordKey={recordKey ?? records[0]?.key ?? ''} records={records} />;
  return (
    <Suspense fallback={<Skeleton lines={6} />}>
      {records.map((record) => {
        const { value } = record;
        const file = typeof value.file === 'string' ? value.file : '';
        const caption = typeof value.caption === 'string' ? value.caption : file;
        const url = fileUrl(run, file);
        const body = () => {
          switch (type) {
            case 'table': {
              const table = readTable(value);
              if (table) return <DataTable run={run} table={table} name={record.key} tall={tall} />;
              const own = <FileTable run={run} path={file} name={record.key} tall={tall} />;
              // W&B's clients put words in the place of media into the run's file; the artifact has the media themselves.
              return pointsAtArtifact(value) ? <ArtifactTable url={runTableUrl(run, record.key, record.step)} name={record.key} tall={tall} otherwise={own} /> : own;
            }
            case 'joined-table':
            case 'partitioned-table': return <ArtifactTable url={runTableUrl(run, record.key, record.step)} name={record.key} tall={tall} />;
            case 'predictions': {
              const table = readPredictions(value);
              if (!table) return <JsonTree value={value} />;
              const right = table.rows.filter((row) => row[3] === 'yes').length;
              return (
                <>
                  {table.columns[3] === 'right' && <p className={css.judged}>{formatCount(right)} of {formatCount(table.rows.length)} examples are right. Filter by <code>right = no</code> to see the mistakes.</p>}
                  <DataTable run={run} table={table} name={record.key} tall={tall} />
                </>
              );
            }
            case 'histogram': return <Histogram edges={(value.edges as number[]) ?? []} counts={(value.counts as number[]) ?? []} range={range} />;
            case 'confusion_matrix': return <ConfusionMatrix classes={(value.classes as string[]) ?? []} matrix={(value.matrix as number[][]) ?? []} />;
            case 'text': return <pre className={css.text}>{String(value.text ?? '')}</pre>;
            case 'html': return <SandboxedPage run={run} path={file} className={css.frame} />;
            case 'plotly': return <PlotlyFrame run={run} path={file} />;
            case 'audio': return <Sound url={url} caption={caption} />;
            case 'object3d': return file === '' ? <p className={css.none}>The object was logged without its file.</p> : <Scene url={url} path={file} caption={typeof value.caption === 'string' ? value.caption : ''} />;
            case 'molecule': return <Molecule url={url} path={file} caption={typeof value.caption === 'string' ? value.caption : ''} />;
            case 'video':
              return /\.gif$/i.test(file)
                ? <figure className={css.sound}><img src={url} alt={caption} className={css.moving} /><figcaption>{caption}</figcaption></figure>
                // oxlint-disable-next-line jsx-a11y/media-has-caption -- runs log recordings, not captioned films
                : <figure className={css.sound}><video controls preload="metadata" src={url} /><figcaption>{caption}</figcaption></figure>;
            case 'file': return <p className={css.none}><Icon name="file" /> <a href={url} download>{file}</a></p>;
            case 'json': return <JsonTree value={tree(value.json ?? null)} />;
            default: {
              // A type this page does not know is still the user's data.
              const { wandb, ...rest } = value;
              return <>{file !== '' && <p className={css.none}><Icon name="file" /> <a href={url} download>{file}</a></p>}<JsonTree value={Object.keys(rest).length > 0 ? rest : tree(wandb ?? null)} /></>;
            }
          }
        };
        return <div key={record.index} className={tall ? css.tallBody : undefined}>{body()}</div>;
      })}
    </Suspense>
  );
}
