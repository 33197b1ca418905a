import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { landmarks as landmarkList, projectKeys } from '../api/queries';
import { Button, Dialog } from '../ui/controls';
import { ProblemView, Skeleton } from '../ui/states';
import { createSweep } from './queries';
import { exampleConfig } from './snippets';
import css from './sweeps.module.css';

/** Makes a sweep of a configuration that is written here. */
export function NewSweep({ project, onClose }: { project: string; onClose: () => void }) {
  const keys = useQuery(projectKeys(project));
  const marks = useQuery(landmarkList(project));
  return (
    <Dialog title="New sweep" onClose={onClose} width={640}>
      {keys.isPending || marks.isPending ? <Skeleton /> : (
        <Form
          project={project} onClose={onClose}
          example={exampleConfig(marks.data?.[0]?.metric ?? keys.data?.find((k) => k.kind === 'metric')?.key ?? 'loss', marks.data?.[0] ? marks.data[0].direction === 'max' : false)}
        />
      )}
    </Dialog>
  );
}

function Form({ project, example, onClose }: { project: string; example: string; onClose: () => void }) {
  const [text, setText] = useState(example);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const navigate = useNavigate();
  const make = async () => {
    setBusy(true);
    setError(null);
    try {
      const { sweep } = await createSweep(project, text);
      const [team, name] = project.split('/') as [string, string];
      onClose();
      await navigate({ to: '/$team/$project/sweeps/$sweep', params: { team, project: name, sweep: sweep.uid } } as never);
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); void make(); }}>
      <label>
        <span className="muted">W&amp;B’s sweep configuration, in YAML or JSON</span>
        <textarea className="mono" value={text} spellCheck={false} rows={18} onChange={(e) => setText(e.target.value)} />
      </label>
      {error !== null && <ProblemView error={error} />}
      <div className="row"><span className="muted">Agents that you start afterwards run <code>program</code> with the settings of each trial.</span><span className="grow" /><Button onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" disabled={busy || text.trim() === ''}>Make the sweep</Button></div>
    </form>
  );
}
