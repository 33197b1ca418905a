import type { Verdict } from '../api/types';
import { formatDelta } from '../charts/ticks';
import css from './verdicts.module.css';
import { toneOf } from './verdicts';

/**
 * A difference in a table: with half the width of its interval where a verdict knows one, green or red only where it is
 * real, grey where it is noise or nothing is known of its spread.
 */
export function DeltaCell({ difference, verdict, className = '' }: { difference: number; verdict: Verdict | undefined; className?: string }) {
  const tone = verdict ? toneOf(verdict.word) : 'noise';
  const reach = verdict && typeof verdict.low === 'number' && typeof verdict.high === 'number' ? (verdict.high - verdict.low) / 2 : undefined;
  return (
    <span
      className={`${className} ${css.delta} ${css[tone]}`} data-word={verdict?.word ?? 'unknown'}
      title={verdict ? verdict.sentence : 'Nothing is known of the spread of this difference'}
    >
      {formatDelta(difference)}{reach !== undefined && <small>±{formatDelta(reach).replace('+', '')}</small>}
    </span>
  );
}
