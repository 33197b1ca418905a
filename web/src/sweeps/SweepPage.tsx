import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { landmarks as landmarkList } from '../api/queries';
import { formatAgo, formatNumber, formatTime } from '../charts/ticks';
import { both } from '../panels/brush';
import { PanelCard } from '../panels/PanelCard';
import type { PanelSpec } from '../panels/registry';
import { usePanelRuns } from '../panels/usePanelRuns';
import { quoted } from '../runs/filter';
import { columnOf, numeric } from '../runs/values';
import { Button, Copy } from '../ui/controls';
import { ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { BestChart } from './BestChart';
import { Agents, Brackets, Space } from './Facts';
import { Progress, SweepMark } from './marks';
import { sweepDetail, useSweepChange } from './queries';
import css from './sweeps.module.css';
import { TrialsTable } from './TrialsTable';
import type { SweepDetail } from './types';

const NONE: never[] = [];

function panelsOf(detail: SweepDetail): Record<'parallel' | 'importance' | 'scatter', PanelSpec> | null {
  const { metric } = detail.sweep;
  if (!metric) return null;
  const aggregate = metric.goal === 'maximize' ? 'max' : 'min';
  const result = columnOf(metric.name, aggregate);
  const searched = detail.space.filter((p) => p.count !== 1).map((p) => `config.${p.name}`);
  const log = detail.space.filter((p) => p.distribution.includes('log')).map((p) => `config.${p.name}`);
  if (searched.length === 0) return null;
  return {
    parallel: { type: 'parallel', columns: [...searched, result], log },
    importance: { type: 'importance', metric: metric.name, aggregate, columns: searched },
    scatter: { type: 'scatter', x: searched[0]!, y: result, colour: searched[1], ...(log.includes(searched[0]!) ? { logX: true } : {}) },
  };
}

function Marked({ project, filter, children }: { project: string; filter: string; children: (marked: ReadonlySet<number> | null) => React.ReactNode }) {
  const runs = usePanelRuns(project, filter, NONE);
  const ids = useMemo(() => (runs.data && !runs.isPlaceholderData ? new Set(runs.data.rows.map((row) => row.id)) : null), [runs.data, runs.isPlaceholderData]);
  return children(ids);
}

/** One sweep: what it searches, how far it is, what it found. */
export function SweepPage() {
  const { team, project: name, sweep: uid } = useParams({ strict: false }) as { team: string; project: string; sweep: string };
  const project = `${team}/${name}`;
  const query = useQuery(sweepDetail(project, uid));
  const marks = useQuery(landmarkList(project));
  const change = useSweepChange(project, uid);
  const now = useNow(15_000);
  const [mark, setMark] = useState('');
  const [edits, setEdits] = useState<Record<string, Partial<PanelSpec>>>({});
  const onBrush = useCallback((text: string) => setMark(text), []);
  const detail = query.data;
  const specs = useMemo(() => (detail ? panelsOf(detail) : null), [detail]);
  const title = detail?.sweep.name || uid;
  useEffect(() => {
    document.title = `${title} · Cairn`;
  }, [title]);
  if (query.error && !detail) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!detail) return <Skeleton lines={12} />;
  const { sweep } = detail;
  const filter = `labels.wandb.sweep = ${quoted(sweep.uid)}`;
  const state = (to: 'running' | 'paused' | 'finished' | 'canceled') => () => change.mutate({ kind: 'state', state: to });
  const open = sweep.state === 'running' || sweep.state === 'pending' || sweep.state === 'paused';
  const panel = (type: 'parallel' | 'importance' | 'scatter', height: number, narrowed: string) => specs && (
    <PanelCard
      project={project} filter={narrowed} height={height} spec={{ ...specs[type], ...edits[type] }}
      change={(patch) => setEdits((all) => ({ ...all, [type]: { ...all[type], ...patch } }))} onBrush={type === 'parallel' ? onBrush : undefined}
    />
  );
  const table = (marked: ReadonlySet<number> | null) => (
    <TrialsTable project={project} detail={detail} marked={marked} busy={change.isPending} onRequeue={(trials) => change.mutate({ kind: 'requeue', trials })} />
  );
  return (
    <div className={css.page}>
      <div className={css.wide}>
        <header className={css.title}>
          <div className="row">
            <Link to={'/$team/$project/sweeps' as never} params={{ team, project: name } as never} className="muted">Sweeps</Link>
            <h1 className="ellipsis">{title}</h1>
            <SweepMark state={sweep.state} />
            <span className="grow" />
            {sweep.state === 'paused' && <Button icon="play" disabled={change.isPending} onClick={state('running')}>Resume</Button>}
            {(sweep.state === 'running' || sweep.state === 'pending') && <Button icon="pause" disabled={change.isPending} onClick={state('paused')} title="Agents wait; trials under way go on">Pause</Button>}
            {open && <Button icon="check" disabled={change.isPending} onClick={state('finished')} title="No new trials; those under way go on">Stop</Button>}
            {open && <Button icon="close" disabled={change.isPending} onClick={() => window.confirm('Cancel the sweep? Its agents end, and so do the trials under way.') && state('canceled')()} title="Agents end, and so do the trials under way">Cancel</Button>}
          </div>
          {sweep.description && <p className="muted">{sweep.description}</p>}
          <dl className={css.facts}>
            <div><dt>Method</dt><dd>{sweep.method ?? 'not readable'}</dd></div>
            <div><dt>Goal</dt><dd>{sweep.metric ? `${sweep.metric.goal} ${sweep.metric.name}` : 'none'}{sweep.metric?.target !== undefined && `, ends at ${formatNumber(numeric(sweep.metric.target))}`}</dd></div>
            <div><dt>Trials</dt><dd><Progress counts={sweep.counts} expected={sweep.expected} /></dd></div>
            <div><dt>Best</dt><dd>{sweep.best ? <><b>{formatNumber(numeric(sweep.best.value))}</b> in <Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: sweep.best.run }}>{sweep.best.name}</Link></> : 'none yet'}</dd></div>
            <div><dt>Made</dt><dd><time title={formatTime(sweep.createdAt)}>{formatAgo(sweep.createdAt, now)}</time></dd></div>
            <div><dt>Id</dt><dd><code>{sweep.uid}</code><Copy text={sweep.uid} label="Copy the id" /></dd></div>
          </dl>
        </header>
        {change.error && <ProblemView error={change.error} />}
        <div className={css.grid}>
          <section className={css.box} aria-label="Best so far" style={{ height: 300 }}>
            <header><h2>Best so far</h2><span className="muted">{sweep.metric && `${sweep.metric.goal === 'maximize' ? 'highest' : 'lowest'} ${sweep.metric.name} of each trial`}</span></header>
            <div className={css.plot}><BestChart project={project} sweep={sweep} trials={detail.trials} landmarks={marks.data ?? NONE} /></div>
          </section>
          {panel('importance', 300, filter)}
        </div>
        {detail.trials.length > 1 && panel('parallel', 320, filter)}
        {mark === '' ? table(null) : <Marked project={project} filter={both(filter, mark)}>{table}</Marked>}
        <div className={css.grid}>
          {detail.trials.length > 1 && panel('scatter', 320, mark === '' ? filter : both(filter, mark))}
          <div className={css.stack}><Space detail={detail} /><Brackets detail={detail} /></div>
        </div>
        <div className={css.grid}>
          <Agents project={project} detail={detail} />
          <section className={css.box} aria-label="Configuration"><header><h2>Configuration</h2><span className="grow" /><Copy text={detail.text} label="Copy the configuration" /></header><pre className={css.code}>{detail.text.trim()}</pre></section>
        </div>
      </div>
    </div>
  );
}
