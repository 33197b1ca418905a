import { Icon, type IconName } from '../ui/icons';
import css from './sweeps.module.css';
import type { SweepState, TrialStatus } from './types';

const TRIALS: Record<TrialStatus, readonly [IconName, string]> = {
  queued: ['pending', 'waits for an agent'], starting: ['pending', 'an agent has it and has not begun'], running: ['running', 'an agent works on it'],
  finished: ['finished', 'ended by itself'], stopped: ['killed', 'stopped early'], failed: ['failed', 'failed, crashed or killed'], deleted: ['trash', 'its run is in the trash'],
};

/** A trial's status by shape, colour and word. */
export function TrialMark({ status }: { status: TrialStatus }) {
  const [icon, about] = TRIALS[status];
  return <span className={css.status} data-status={status} title={about}><Icon name={icon} size={11} strokeWidth={status === 'running' || status === 'stopped' ? 0 : 2} /> {status}</span>;
}

const SWEEPS: Record<SweepState, readonly [IconName, string]> = {
  pending: ['pending', 'No agent has come yet'], running: ['running', 'Agents get trials'], paused: ['pause', 'Agents wait; trials under way go on'],
  finished: ['finished', 'Agents get nothing new'], canceled: ['killed', 'Agents end, and so do the trials under way'],
};

export function SweepMark({ state }: { state: SweepState }) {
  const [icon, about] = SWEEPS[state];
  return <span className={css.status} data-status={state} title={about}><Icon name={icon} size={12} strokeWidth={state === 'running' || state === 'canceled' ? 0 : 2} /> {state === 'pending' ? 'no agent yet' : state}</span>;
}

/** How many trials are where, as a bar of parts; against the number expected where that is known. */
export function Progress({ counts, expected }: { counts: Record<TrialStatus | 'total', number>; expected?: number }) {
  const whole = Math.max(expected ?? 0, counts.total, 1);
  const parts = (['finished', 'stopped', 'failed', 'running', 'starting', 'queued'] as const).filter((s) => counts[s] > 0);
  const words = parts.map((s) => `${counts[s]} ${s}`).join(', ') || 'no trials yet';
  return (
    <span className={css.progress} title={words}>
      <span className={css.bar} role="img" aria-label={words}>{parts.map((s) => <i key={s} data-status={s} style={{ width: `${(100 * counts[s]) / whole}%` }} />)}</span>
      <span className="num">{counts.total - counts.deleted}{expected !== undefined && <span className="muted"> of {expected}</span>}</span>
    </span>
  );
}
