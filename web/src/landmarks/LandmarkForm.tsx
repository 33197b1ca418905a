import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { projectPath, send, sendJson } from '../api/http';
import { keys } from '../api/queries';
import type { Landmark, LandmarkSet, RunRow } from '../api/types';
import { formatNumber } from '../charts/ticks';
import { Button } from '../ui/controls';
import { ProblemView } from '../ui/states';
import css from './landmarks.module.css';
import { toNumber } from './ruler';

export interface LandmarkFormProps {
  project: string;
  metrics: readonly string[];
  landmarks: readonly Landmark[];
  rows: readonly RunRow[];
}

/** Makes a landmark of a number, a run or a group, and removes those there are. */
export function LandmarkForm({ project, metrics, landmarks, rows }: LandmarkFormProps) {
  const client = useQueryClient();
  const [metric, setMetric] = useState(landmarks[0]?.metric ?? metrics[0] ?? '');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'constant' | 'run' | 'group'>('constant');
  const [value, setValue] = useState('');
  const [examples, setExamples] = useState('');
  const [direction, setDirection] = useState<'max' | 'min'>(landmarks[0]?.direction ?? 'max');
  const refresh = () => client.invalidateQueries({ queryKey: keys.landmarks(project) });
  const groups = [...new Set(rows.map((row) => row.group).filter((g): g is string => Boolean(g)))];
  const add = useMutation({
    mutationFn: () => sendJson<Landmark>('PUT', `${projectPath(project)}/landmarks`, {
      metric, name: name.trim(), kind, direction,
      ...(kind === 'constant' ? { value: Number(value), ...(examples === '' ? {} : { examples: Number(examples) }) } : kind === 'run' ? { run: Number(value), aggregate: 'last' as const } : { group: value, aggregate: 'last' as const }),
    } satisfies LandmarkSet),
    onSuccess: () => { setName(''); setValue(''); setExamples(''); return refresh(); },
  });
  const remove = useMutation({ mutationFn: (id: number) => send(`${projectPath(project)}/landmarks/${id}`, { method: 'DELETE' }), onSuccess: refresh });
  const ready = metric !== '' && name.trim() !== '' && value !== '' && (kind !== 'constant' || Number.isFinite(Number(value))) && (examples === '' || /^[1-9]\d*$/.test(examples));
  return (
    <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (ready) add.mutate(); }}>
      <h3>Add a landmark</h3>
      <p className="muted">A number that says what a result means: chance, a simple model, a person, the best so far. The same metric and name replaces the old one.</p>
      <label>Metric<input list="landmark-metrics" value={metric} onChange={(e) => setMetric(e.target.value)} /></label>
      <datalist id="landmark-metrics">{metrics.map((m) => <option key={m} value={m}>{m}</option>)}</datalist>
      <label>Name<input value={name} placeholder="chance, majority, kNN, human, best" onChange={(e) => setName(e.target.value)} /></label>
      <label>Comes from
        <select value={kind} onChange={(e) => { setKind(e.target.value as typeof kind); setValue(''); }}>
          <option value="constant">a number</option><option value="run">a run</option><option value="group">a group of runs (mean)</option>
        </select>
      </label>
      <label>{kind === 'constant' ? 'Value' : kind === 'run' ? 'Run' : 'Group'}
        {kind === 'constant' ? <input inputMode="decimal" value={value} onChange={(e) => setValue(e.target.value)} />
          : (
            <select value={value} onChange={(e) => setValue(e.target.value)}>
              <option value="">choose</option>
              {kind === 'run' ? rows.map((row) => <option key={row.id} value={row.id}>{row.name}</option>) : groups.map((g) => <option key={g} value={g}>{g}</option>)}
            </select>
          )}
      </label>
      {kind === 'constant' && (
        <label title="A number measured on few examples is uncertain itself; verdicts count that in">Measured on
          <input inputMode="numeric" value={examples} placeholder="test examples, if known" onChange={(e) => setExamples(e.target.value)} />
        </label>
      )}
      <label>Better is
        <select value={direction} onChange={(e) => setDirection(e.target.value as 'max' | 'min')}><option value="max">higher</option><option value="min">lower</option></select>
      </label>
      {(add.error ?? remove.error) && <ProblemView error={add.error ?? remove.error} />}
      <Button kind="primary" type="submit" disabled={!ready || add.isPending}>Add landmark</Button>
      {landmarks.length > 0 && <h3>Landmarks of this project</h3>}
      <ul className={css.existing}>
        {landmarks.map((l) => (
          <li key={l.id}>
            <span className="ellipsis grow"><span className="muted">{l.metric}</span> {l.name}</span> <span className="num">{formatNumber(toNumber(l.resolved?.value ?? l.value))}</span>
            <Button icon="trash" kind="ghost" small label={`Remove ${l.name} of ${l.metric}`} onClick={() => remove.mutate(l.id)} />
          </li>
        ))}
      </ul>
    </form>
  );
}
