import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { toProblem } from '../api/http';
import { changeRuns, keys, projectList } from '../api/queries';
import type { RunBulk, RunBulkResult } from '../api/types';
import { Button, Dialog } from '../ui/controls';
import ui from '../ui/ui.module.css';
import css from './table.module.css';

interface Props {
  project: string;
  count: number;
  /** The runs, by id or by the filter that they match. */
  which: { runs: number[] } | { filter: string };
  baselineId: number | null;
  onClear: () => void;
  onShowCharts: (() => void) | undefined;
}

type Step = 'tags' | 'move' | 'trash';

/** What can be done with the selected runs, all at once. */
export function SelectionBar({ project, count, which, onClear, onShowCharts }: Props) {
  const [step, setStep] = useState<Step | null>(null);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<RunBulkResult | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const client = useQueryClient();
  const runs = `${count.toLocaleString('en')} ${count === 1 ? 'run' : 'runs'}`;
  const apply = async (change: Partial<RunBulk>, gone: boolean) => {
    setBusy(true);
    setFailure(null);
    try {
      const answer = await changeRuns(project, { ...which, ...change });
      for (const queryKey of [keys.table(project), keys.runs(project), keys.projects, keys.trash, keys.columns(project)]) void client.invalidateQueries({ queryKey });
      if (answer.refused.length > 0) setResult(answer);
      else {
        setStep(null);
        if (gone) onClear();
      }
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  const close = () => {
    setStep(null);
    setResult(null);
    setFailure(null);
  };
  return (
    <div className={css.bar} role="region" aria-label="Selected runs">
      <b>{runs} selected</b>
      <Button small onClick={() => setStep('tags')}>Tag…</Button>
      <Button small onClick={() => setStep('move')}>Move to project…</Button>
      {onShowCharts && <Button small icon="chart" onClick={onShowCharts}>Show in charts</Button>}
      <Button small icon="trash" onClick={() => setStep('trash')}>Move to trash…</Button>
      <span className="grow" />
      <Button small kind="ghost" onClick={onClear}>Clear selection</Button>
      {step !== null && (
        <Dialog title={step === 'tags' ? `Tags of ${runs}` : step === 'move' ? `Move ${runs} to another project` : `Move ${runs} to the trash`} onClose={close} width={440}>
          {result ? (
            <div className={css.form}>
              <p>{result.changed} changed, {count - result.changed} not:</p>
              <ul className={css.refused}>{result.refused.map((one) => <li key={one.run}>{one.detail}</li>)}</ul>
              <footer><Button kind="primary" onClick={close}>Close</Button></footer>
            </div>
          ) : (
            <>
              {step === 'tags' && <TagForm busy={busy} onClose={close} onApply={(change) => void apply(change, false)} />}
              {step === 'move' && <MoveForm project={project} busy={busy} onClose={close} onApply={(moveTo) => void apply({ moveTo }, true)} />}
              {step === 'trash' && (
                <div className={css.form}>
                  <p>They leave the lists and charts, and can be restored from the trash until it is emptied.</p>
                  <footer><Button onClick={close}>Cancel</Button><Button kind="primary" disabled={busy} onClick={() => void apply({ trash: true }, true)}>Move to trash</Button></footer>
                </div>
              )}
              {failure !== null && <p className={css.form} role="alert">{toProblem(failure).detail ?? toProblem(failure).title} {toProblem(failure).remedy}</p>}
            </>
          )}
        </Dialog>
      )}
    </div>
  );
}

const words = (text: string) => [...new Set(text.split(',').map((tag) => tag.trim()).filter((tag) => tag !== ''))];

function Form({ children, onSubmit }: { children: ReactNode; onSubmit: () => void }) {
  return <form className={css.form} onSubmit={(e) => { e.preventDefault(); onSubmit(); }}>{children}</form>;
}

function TagForm({ busy, onClose, onApply }: { busy: boolean; onClose: () => void; onApply: (change: Partial<RunBulk>) => void }) {
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  return (
    <Form onSubmit={() => onApply({ addTags: words(add), removeTags: words(remove) })}>
      <label>Add, with commas between
        {/* The dialog was opened to type here. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <input autoFocus className={ui.select} style={{ maxWidth: 'none', padding: '0 8px' }} value={add} onChange={(e) => setAdd(e.target.value)} />
      </label>
      <label>Take away
        <input className={ui.select} style={{ maxWidth: 'none', padding: '0 8px' }} value={remove} onChange={(e) => setRemove(e.target.value)} />
      </label>
      <footer><Button onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" disabled={busy || words(add).length + words(remove).length === 0}>Change tags</Button></footer>
    </Form>
  );
}

function MoveForm({ project, busy, onClose, onApply }: { project: string; busy: boolean; onClose: () => void; onApply: (path: string) => void }) {
  const projects = useQuery(projectList);
  const [path, setPath] = useState('');
  return (
    <Form onSubmit={() => onApply(path.trim())}>
      <label>Project, as team/name; a new one is made
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <input autoFocus className={ui.select} style={{ maxWidth: 'none', padding: '0 8px' }} list="projects-to-move-to" value={path} onChange={(e) => setPath(e.target.value)} />
        <datalist id="projects-to-move-to">{(projects.data ?? []).filter((p) => p.path !== project).map((p) => <option key={p.id} value={p.path} />)}</datalist>
      </label>
      <footer><Button onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" disabled={busy || path.trim() === '' || path.trim() === project}>Move</Button></footer>
    </Form>
  );
}
