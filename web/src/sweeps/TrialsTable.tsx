import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { formatDuration, formatNumber } from '../charts/ticks';
import { numeric } from '../runs/values';
import { Button, Check } from '../ui/controls';
import { Icon } from '../ui/icons';
import { TrialMark } from './marks';
import css from './sweeps.module.css';
import type { SweepDetail, SweepTrial } from './types';
import { settingText } from './values';

const STEP = 100;

interface Props {
  project: string;
  detail: SweepDetail;
  /** The runs that were marked; null when nothing is. */
  marked: ReadonlySet<number> | null;
  busy: boolean;
  onRequeue: (trials: number[]) => void;
}

type Order = { column: string; descending: boolean };

const compare = (a: unknown, b: unknown): number => {
  if (a === undefined || a === null) return b === undefined || b === null ? 0 : 1;
  if (b === undefined || b === null) return -1;
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
};

const cell = (trial: SweepTrial, column: string): unknown =>
  column === 'trial' ? trial.number : column === 'value' ? numeric(trial.value) : column === 'duration' ? trial.durationMs : column === 'status' ? trial.status : trial.values[column.slice(1)];

/** All trials with their settings and results; failed ones can be tried again. */
export function TrialsTable({ project, detail, marked, busy, onRequeue }: Props) {
  const { sweep, space, trials } = detail;
  const [order, setOrder] = useState<Order>({ column: 'trial', descending: true });
  const [failed, setFailed] = useState(false);
  const [shown, setShown] = useState(STEP);
  const names = space.filter((p) => p.count !== 1).map((p) => p.name);
  const constant = space.filter((p) => p.count === 1);
  const list = useMemo(
    () => trials.filter((t) => (marked === null || marked.has(t.runId)) && (!failed || t.status === 'failed'))
      .sort((a, b) => {
        const [x, y] = [cell(a, order.column), cell(b, order.column)];
        const missing = (v: unknown) => v === undefined || v === null;
        return missing(x) || missing(y) ? compare(x, y) : compare(x, y) * (order.descending ? -1 : 1) || b.number - a.number;
      }),
    [trials, marked, failed, order],
  );
  const [team, name] = project.split('/') as [string, string];
  const lost = trials.filter((t) => t.status === 'failed');
  const canRequeue = sweep.state !== 'canceled';
  const head = (column: string, title: string, number = false) => (
    <th key={column} className={number ? 'num' : undefined} aria-sort={order.column === column ? (order.descending ? 'descending' : 'ascending') : undefined}>
      <button type="button" className={css.sort} onClick={() => setOrder({ column, descending: order.column === column ? !order.descending : number })}>{title}{order.column === column && <Icon name={order.descending ? 'down' : 'up'} size={10} />}</button>
    </th>
  );
  return (
    <section className={css.box} aria-label="Trials">
      <header>
        <h2>Trials</h2><span className="muted">{list.length === trials.length ? trials.length : `${list.length} of ${trials.length}`}{marked !== null && ' marked'}</span>
        <span className="grow" />
        {lost.length > 0 && <Check checked={failed} onChange={setFailed}>only failed</Check>}
        {lost.length > 0 && canRequeue && <Button small icon="reset" disabled={busy} onClick={() => onRequeue(lost.map((t) => t.number))}>Re-queue {lost.length === 1 ? 'the failed one' : `all ${lost.length} failed`}</Button>}
      </header>
      {trials.length === 0 ? <p className={css.none}>No trial yet: an agent gets the first one as soon as it starts.</p> : (
        <div className={css.scroll}>
          <table className={css.table}>
            <thead><tr>{head('trial', 'Trial', true)}<th>Run</th>{head('status', 'Status')}{sweep.metric && head('value', `${sweep.metric.goal === 'maximize' ? 'max' : 'min'} ${sweep.metric.name}`, true)}{names.map((n) => head(`.${n}`, n, true))}{head('duration', 'Time', true)}<th><span className="visually-hidden">Actions</span></th></tr></thead>
            <tbody>
              {list.slice(0, shown).map((t) => (
                <tr key={t.number} data-testid="trial" data-best={sweep.best?.trial === t.number}>
                  <td className="num muted">{t.number}</td>
                  <td className={css.run}>{t.run ? <Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: t.run }}>{t.name}</Link> : <span className="muted">gone</span>}</td>
                  <td><TrialMark status={t.status} /></td>
                  {sweep.metric && <td className="num">{t.value === undefined ? <span className="muted">–</span> : <b>{formatNumber(numeric(t.value))}</b>}{sweep.best?.trial === t.number && <span className={css.crown} title="The best trial"> best</span>}</td>}
                  {names.map((n) => <td key={n} className="num">{settingText(t.values[n])}</td>)}
                  <td className="num muted">{t.durationMs === undefined ? '' : formatDuration(t.durationMs / 1000)}</td>
                  <td className="num">{canRequeue && (t.status === 'failed' || t.status === 'stopped') && <Button small kind="ghost" icon="reset" label={`Re-queue trial ${t.number}`} disabled={busy} onClick={() => onRequeue([t.number])} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.length > shown && <p className={css.none}><Button small onClick={() => setShown(shown + 500)}>Show more</Button> {shown} of {list.length} shown</p>}
      {constant.length > 0 && trials.length > 0 && <p className={css.none}>The same in all: {constant.map((p) => `${p.name} = ${JSON.stringify(trials[0]!.values[p.name] ?? p.definition.value ?? null)}`).join(', ')}</p>}
    </section>
  );
}
