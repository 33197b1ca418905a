import { formatAgo, formatNumber, formatTime } from '../charts/ticks';
import { numeric } from '../runs/values';
import { Copy } from '../ui/controls';
import { useNow } from '../ui/useNow';
import { agentSnippet } from './snippets';
import css from './sweeps.module.css';
import type { SweepDetail, SweepParameter } from './types';

function range({ definition, distribution }: SweepParameter): string {
  const text = (v: unknown) => (typeof v === 'number' ? formatNumber(v) : JSON.stringify(v));
  if (definition.value !== undefined) return text(definition.value);
  if (Array.isArray(definition.values)) {
    const shares = Array.isArray(definition.probabilities) ? definition.probabilities : [];
    return definition.values.map((v, i) => `${typeof v === 'string' ? v : text(v)}${shares[i] === undefined ? '' : ` (${text(shares[i])})`}`).join(', ');
  }
  if (definition.min !== undefined || definition.max !== undefined) return `${text(definition.min)} … ${text(definition.max)}${definition.q === undefined ? '' : ` in steps of ${text(definition.q)}`}`;
  return definition.mu !== undefined || definition.sigma !== undefined ? `μ ${text(definition.mu ?? 0)}, σ ${text(definition.sigma ?? 1)}` : distribution;
}

/** What is searched. */
export function Space({ detail }: { detail: SweepDetail }) {
  return (
    <section className={css.box} aria-label="Space">
      <header><h2>Space</h2><span className="muted">{detail.space.length} {detail.space.length === 1 ? 'parameter' : 'parameters'}</span></header>
      <table className={css.table}>
        <tbody>{detail.space.map((p) => <tr key={p.name}><td><b>{p.name}</b></td><td className="muted">{p.distribution.replaceAll('_', ' ')}</td><td className={css.range}>{range(p)}</td></tr>)}</tbody>
      </table>
    </section>
  );
}

/** Who works on it, and how more are started. */
export function Agents({ project, detail }: { project: string; detail: SweepDetail }) {
  const now = useNow(5_000);
  const { agents, sweep } = detail;
  const code = agentSnippet(window.location.origin, project, sweep.uid);
  const alive = agents.filter((a) => a.alive && sweep.state !== 'canceled').length;
  const queued = sweep.counts.queued;
  // A finished sweep only does what was put back into its queue.
  const over = sweep.state === 'canceled' || (sweep.state === 'finished' && queued === 0);
  return (
    <section className={css.box} aria-label="Agents">
      <header><h2>Agents</h2><span className="muted">{agents.length === 0 ? 'none yet' : `${alive} of ${agents.length} heard in the last minute`}</span></header>
      {agents.length > 0 && (
        <table className={css.table}>
          <tbody>{agents.map((a) => <tr key={a.id}><td><span className={css.alive} data-on={a.alive} title={a.alive ? 'heard in the last minute' : 'silent'} /> {a.host || `agent ${a.id}`}</td><td className="num">{a.trials} {a.trials === 1 ? 'trial' : 'trials'}</td><td className="num muted"><time title={formatTime(a.heartbeatAt)}>{formatAgo(a.heartbeatAt, now)}</time></td></tr>)}</tbody>
        </table>
      )}
      {!over && (
        <>
          <p className={css.none}>{queued > 0 && alive === 0 ? `${queued} ${queued === 1 ? 'trial waits' : 'trials wait'} in the queue and no agent is there. ` : ''}{agents.length === 0 ? 'Start an agent where the code is:' : 'Start another agent:'}<Copy text={code} label="Copy the commands" /></p>
          <pre className={css.code}>{code}</pre>
        </>
      )}
    </section>
  );
}

/** Where early termination judged, and what it did. */
export function Brackets({ detail }: { detail: SweepDetail }) {
  if (detail.brackets.length === 0) return null;
  const { sweep } = detail;
  return (
    <section className={css.box} aria-label="Hyperband brackets">
      <header><h2>Hyperband</h2><span className="muted">at each bracket only the best go on</span></header>
      <table className={css.table}>
        <thead><tr><th className="num">After value</th><th className="num">Reached by</th><th className="num">Stopped there</th><th className="num">{sweep.metric?.goal === 'maximize' ? 'At least' : 'At most'}</th></tr></thead>
        <tbody>{detail.brackets.map((b) => <tr key={b.iteration}><td className="num">{b.iteration + 1}</td><td className="num">{b.reached}</td><td className="num">{b.stopped}</td><td className="num">{b.threshold === undefined ? '–' : formatNumber(numeric(b.threshold))}</td></tr>)}</tbody>
      </table>
    </section>
  );
}
