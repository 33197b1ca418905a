import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { projectPath, sendJson, toProblem } from '../api/http';
import { trash as trashQuery } from '../api/queries';
import type { TrashEmptied, TrashSpace } from '../api/types';
import { formatAgo, formatBytes, formatTime } from '../charts/ticks';
import { Button, Dialog } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import css from './trash.module.css';

const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** What space is made of, in words. */
function Space({ space }: { space: TrashSpace }) {
  const total = space.fileBytes + space.pointBytes + space.textBytes;
  return (
    <>
      <b>{formatBytes(total)}</b>: {count(space.files, 'file')} ({formatBytes(space.fileBytes)}), {count(space.points, 'point')} (about {formatBytes(space.pointBytes)}), {count(space.records, 'record')} and {count(space.consoleLines, 'console line')} ({formatBytes(space.textBytes)})
    </>
  );
}

/** What was thrown away: out again, or away for good with the space that frees. */
export function TrashPage() {
  const trash = useQuery(trashQuery);
  const client = useQueryClient();
  const now = useNow(30_000);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [freed, setFreed] = useState<TrashEmptied | null>(null);
  useEffect(() => {
    document.title = 'Trash · Cairn';
  }, []);
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
    void client.invalidateQueries();
  };
  const empty = () => attempt(async () => {
    setFreed(await sendJson<TrashEmptied>('POST', '/trash/empty', {}));
    setAsking(false);
  });
  const data = trash.data;
  const nothing = data !== undefined && data.runTotal === 0 && data.projects.length === 0;
  return (
    <div className={css.page}>
      <div className={css.column}>
        <header className={css.head}>
          <h1>Trash</h1>
          {data && !nothing && <span className="muted">{count(data.runTotal, 'run')}{data.projects.length > 0 && `, ${count(data.projects.length, 'project')}`}</span>}
          <span className="grow" />
          {data && !nothing && <Button icon="trash" disabled={busy} onClick={() => setAsking(true)}>Empty the trash…</Button>}
        </header>
        {trash.isPending && <Skeleton lines={6} />}
        {trash.error && <ProblemView error={trash.error} retry={() => void trash.refetch()} />}
        {failure !== null && <ProblemView error={failure} />}
        {freed && <p className={css.freed} role="status">Removed {count(freed.runs, 'run')}{freed.projects > 0 && ` and ${count(freed.projects, 'project')}`}. Freed <Space space={freed.freed} />.</p>}
        {nothing && <Empty drawing title="The trash is empty"><p>Runs and projects that you delete wait here until you empty it; nothing goes by itself.</p></Empty>}
        {data && !nothing && <p className={css.space}>Emptying it frees <Space space={data.space} />. Contents that other runs, models or artifacts also have are kept.</p>}
        {data && data.projects.length > 0 && (
          <section>
            <h2>Projects</h2>
            <ul className={css.list}>
              {data.projects.map((p) => (
                <li key={p.id}>
                  <b className="grow ellipsis">{p.path}</b>
                  <time title={formatTime(p.deletedAt)}>{formatAgo(p.deletedAt, now)}</time>
                  <Button small disabled={busy} onClick={() => void attempt(() => sendJson('POST', `${projectPath(p.path)}/restore`, {}))}>Restore</Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {data && data.runs.length > 0 && (
          <section>
            <h2>Runs {data.runs.length < data.runTotal && <small className="muted">the newest {data.runs.length}; those of a project in the trash stand under it</small>}</h2>
            <ul className={css.list}>
              {data.runs.map((run) => (
                <li key={run.id} data-testid="trashed-run">
                  <span className="grow ellipsis"><b>{run.name || run.uid}</b> <span className="muted">{run.project}</span></span>
                  <time title={formatTime(run.deletedAt)}>{formatAgo(run.deletedAt, now)}</time>
                  <Button small disabled={busy} onClick={() => void attempt(() => sendJson('POST', `/runs/${run.id}/restore`, {}))}>Restore</Button>
                  <Button small kind="ghost" disabled={busy} label={`Remove ${run.name} for good`} onClick={() => void attempt(async () => setFreed(await sendJson<TrashEmptied>('POST', '/trash/empty', { runs: [run.id] })))}>Remove</Button>
                </li>
              ))}
            </ul>
          </section>
        )}
        {asking && data && (
          <Dialog title="Empty the trash" onClose={() => setAsking(false)} width={460}>
            <div className={css.form}>
              <p>{count(data.runTotal, 'run')}{data.projects.length > 0 && ` and ${count(data.projects.length, 'project')}`} go for good, with their points, records, console and files. This can’t be undone.</p>
              <p className="muted">Frees <Space space={data.space} />.</p>
              {failure !== null && <p role="alert">{toProblem(failure).detail}</p>}
              <footer><Button onClick={() => setAsking(false)}>Cancel</Button><Button kind="primary" disabled={busy} onClick={() => void empty()}>{busy ? 'Emptying…' : 'Remove for good'}</Button></footer>
            </div>
          </Dialog>
        )}
      </div>
    </div>
  );
}
