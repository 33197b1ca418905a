import type { Verdict } from '../api/types';
import css from './verdicts.module.css';
import { amount, intervalOf, toneOf, wordOf } from './verdicts';

/** A verdict in a word with its difference; the whole sentence is its title. */
export function VerdictBadge({ verdict, brief }: { verdict: Verdict; brief?: boolean }) {
  const interval = intervalOf(verdict);
  return (
    <span className={`${css.badge} ${css[toneOf(verdict.word)]}`} title={verdict.sentence} data-word={verdict.word}>
      <b>{wordOf(verdict.word)}</b>
      {verdict.word !== 'itself' && <span className="num">{amount(verdict, verdict.difference as number, true)}</span>}
      {!brief && interval && <small className="num">{interval}</small>}
    </span>
  );
}
