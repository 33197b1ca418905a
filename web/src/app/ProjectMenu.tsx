import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { projectPath, send, sendJson, toProblem } from '../api/http';
import { keys, project as projectQuery } from '../api/queries';
import { formatTime } from '../charts/ticks';
import { Button, Dialog, Pop } from '../ui/controls';
import css from './shell.module.css';

/** What the project is, in words that can be changed, and the way to throw it away. */
export function ProjectMenu({ path }: { path: string }) {
  return (
    <Pop label={`About ${path}`} trigger={<Button icon="chevron" small kind="ghost" label="About this project" />}>
      <Contents key={path} path={path} />
    </Pop>
  );
}

function Contents({ path }: { path: string }) {
  const known = useQuery(projectQuery(path));
  const client = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const p = known.data;
  const text = draft ?? p?.description ?? '';
  const attempt = async (work: () => Promise<unknown>) => {
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
    for (const queryKey of [keys.project(path), keys.projects, keys.trash]) void client.invalidateQueries({ queryKey });
  };
  return (
    <div className={css.about}>
      <h3>{path}</h3>
      {p && <p className="muted">{p.runCount.toLocaleString('en')} {p.runCount === 1 ? 'run' : 'runs'}{p.runningCount > 0 && `, ${p.runningCount} running`} · made {formatTime(p.createdAt).slice(0, 10)}</p>}
      <label>Description
        <textarea rows={4} value={text} placeholder="What this project is about" onChange={(e) => setDraft(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) void attempt(() => sendJson('PATCH', projectPath(path), { description: text.trim() })); }} />
      </label>
      {failure !== null && <p role="alert">{toProblem(failure).detail ?? toProblem(failure).title}</p>}
      <div className="row">
        <Button small kind="primary" disabled={draft === null || draft.trim() === (p?.description ?? '')} onClick={() => void attempt(async () => { await sendJson('PATCH', projectPath(path), { description: text.trim() }); setDraft(null); })}>Save</Button>
        <span className="grow" />
        <Button small icon="trash" onClick={() => setAsking(true)}>Move to trash…</Button>
      </div>
      {asking && (
        <Dialog title={`Move ${path} to the trash`} onClose={() => setAsking(false)} width={440}>
          <div className={css.confirm}>
            <p>The project goes with its {p?.runCount.toLocaleString('en')} runs. Until the trash is emptied it can be restored with all of them; clients that log to it meanwhile are refused.</p>
            <footer>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button kind="primary" onClick={() => void attempt(async () => { await send(projectPath(path), { method: 'DELETE' }); void navigate({ to: '/' }); })}>Move to trash</Button>
            </footer>
          </div>
        </Dialog>
      )}
    </div>
  );
}
