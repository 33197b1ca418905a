import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { formatAgo, formatNumber, formatTime } from '../charts/ticks';
import { numeric } from '../runs/values';
import { Button, Copy } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { Progress, SweepMark } from './marks';
import { NewSweep } from './NewSweep';
import { sweepList } from './queries';
import { exampleConfig, sweepSnippet } from './snippets';
import css from './sweeps.module.css';
import type { Sweep } from './types';

function Row({ sweep, team, project, now }: { sweep: Sweep; team: string; project: string; now: number }) {
  return (
    <tr data-testid="sweep">
      <td className={css.name}>
        <Link to={'/$team/$project/sweeps/$sweep' as never} params={{ team, project, sweep: sweep.uid } as never}>{sweep.name || sweep.uid}</Link>
        <small>{sweep.description || (sweep.name ? sweep.uid : '')}</small>
      </td>
      <td><SweepMark state={sweep.state} /></td>
      <td>{sweep.method ?? '?'}</td>
      <td className="ellipsis">{sweep.metric ? <>{sweep.metric.goal === 'maximize' ? '↑' : '↓'} {sweep.metric.name}</> : <span className="muted">none</span>}</td>
      <td><Progress counts={sweep.counts} expected={sweep.expected} /></td>
      <td className="num">{sweep.best ? <b title={sweep.best.name}>{formatNumber(numeric(sweep.best.value))}</b> : <span className="muted">–</span>}</td>
      <td className="num"><time className="muted" title={formatTime(sweep.createdAt)}>{formatAgo(sweep.createdAt, now)}</time></td>
    </tr>
  );
}

function First({ project, onNew }: { project: string; onNew: () => void }) {
  const yaml = exampleConfig('loss', false);
  const shell = sweepSnippet(window.location.origin, project);
  return (
    <>
      <Empty drawing title="No sweep yet">
        <p>A sweep searches settings: it hands out trials to agents, which train with the settings they get. The unmodified wandb client makes and runs them.</p>
        <Button kind="primary" icon="plus" onClick={onNew}>New sweep</Button>
      </Empty>
      <section className={css.box}><header><h2>sweep.yaml</h2><span className="grow" /><Copy text={yaml} label="Copy the configuration" /></header><pre className={css.code}>{yaml}</pre></section>
      <section className={css.box}><header><h2>Start it</h2><span className="grow" /><Copy text={shell} label="Copy the commands" /></header><pre className={css.code}>{shell}</pre></section>
    </>
  );
}

/** The sweeps of a project, newest first. */
export function SweepsPage() {
  const { team, project: name } = useParams({ strict: false }) as { team: string; project: string };
  const project = `${team}/${name}`;
  const sweeps = useQuery(sweepList(project));
  const [making, setMaking] = useState(false);
  const now = useNow(30_000);
  useEffect(() => {
    document.title = `Sweeps of ${project} · Cairn`;
  }, [project]);
  const list = sweeps.data ?? [];
  return (
    <div className={css.page}>
      <div className={css.column}>
        {sweeps.isPending && <Skeleton lines={6} />}
        {sweeps.error && <ProblemView error={sweeps.error} retry={() => void sweeps.refetch()} />}
        {sweeps.isSuccess && list.length === 0 && <First project={project} onNew={() => setMaking(true)} />}
        {list.length > 0 && (
          <section>
            <header className={css.head}><h1>Sweeps</h1><span className="muted">{list.length}</span><span className="grow" /><Button icon="plus" onClick={() => setMaking(true)}>New sweep</Button></header>
            <div className={css.box}>
              <div className={css.scroll}>
                <table className={css.table}>
                  <thead><tr><th>Sweep</th><th>State</th><th>Method</th><th>Metric</th><th>Trials</th><th className="num">Best</th><th className="num">Made</th></tr></thead>
                  <tbody>{list.map((sweep) => <Row key={sweep.uid} sweep={sweep} team={team} project={name} now={now} />)}</tbody>
                </table>
              </div>
            </div>
          </section>
        )}
      </div>
      {making && <NewSweep project={project} onClose={() => setMaking(false)} />}
    </div>
  );
}
