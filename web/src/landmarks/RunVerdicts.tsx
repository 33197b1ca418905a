import { useState } from 'react';
import type { Landmark, Run, Verdict } from '../api/types';
import { formatNumber } from '../charts/ticks';
import { Icon } from '../ui/icons';
import { ProblemView, Skeleton } from '../ui/states';
import { toNumber } from './ruler';
import { VerdictBadge } from './VerdictBadge';
import css from './verdicts.module.css';
import { useRunVerdicts } from './verdicts';

interface Part { key: string; verdicts: Verdict[] }

function parts(verdicts: readonly Verdict[]): Part[] {
  const found = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const key = `${verdict.metric} ${verdict.subject.group ?? ''}`;
    found.set(key, [...(found.get(key) ?? []), verdict]);
  }
  return [...found].map(([key, list]) => ({ key, verdicts: list.sort((a, b) => (toNumber(a.landmark.value) ?? 0) - (toNumber(b.landmark.value) ?? 0)) }));
}

function Detail({ verdict }: { verdict: Verdict }) {
  return (
    <div className={css.detail}>
      <p>{verdict.sentence}.</p>
      {verdict.methodName && (
        <p className="muted">
          {verdict.methodName}{verdict.p !== undefined && verdict.p !== null && `, p = ${formatNumber(toNumber(verdict.p), 2)}`}
          {verdict.adjustedP !== undefined && verdict.adjustedP !== null && ` (${formatNumber(toNumber(verdict.adjustedP), 2)} after Holm's correction for ${verdict.comparisons} comparisons)`}
          {verdict.permutationP !== undefined && verdict.permutationP !== null && `, permutation test p = ${formatNumber(toNumber(verdict.permutationP), 2)}`}
        </p>
      )}
      {(verdict.assumptions ?? []).length > 0 && <ul>{verdict.assumptions!.map((text) => <li key={text}>Assumes: {text}</li>)}</ul>}
    </div>
  );
}

/** Whether a run and its group are better than each landmark, worse, or nobody can tell, with what stands against it. */
export function RunVerdicts({ run, landmarks }: { run: Run; landmarks: readonly Landmark[] }) {
  const { data, error, isPending, refetch } = useRunVerdicts(run, landmarks);
  const [open, setOpen] = useState<string | null>(null);
  if (isPending) return <Skeleton lines={3} />;
  if (error) return <ProblemView error={error} retry={() => void refetch()} />;
  if (data.length === 0) return null;
  return (
    <section className={css.box} aria-label="Verdicts" data-testid="verdicts">
      <header>
        <h2>Verdicts</h2>
        <span className="muted">better, worse, or can't tell, with the 95 % interval of the difference</span>
      </header>
      {parts(data).map(({ key, verdicts }) => {
        const { subject, metric } = verdicts[0]!;
        const warnings = [...new Map(verdicts.flatMap((v) => v.warnings ?? []).map((w) => [w.text, w])).values()];
        return (
          <div key={key} className={css.part} data-subject={subject.group ? 'group' : 'run'}>
            <h3>
              {metric} <b className="num">{formatNumber(toNumber(subject.value))}</b>
              <span className="muted">{subject.group ? `group ${subject.group}, mean of ${subject.n} runs` : 'this run'}{toNumber(subject.std) !== undefined && ` ± ${formatNumber(toNumber(subject.std), 2)}`}{verdicts[0]!.shareScale ? ', differences in points' : ''}</span>
            </h3>
            <ul className={css.list}>
              {verdicts.map((verdict) => {
                const id = `${key} ${verdict.landmark.id}`;
                return (
                  <li key={id}>
                    <button type="button" className={css.line} aria-expanded={open === id} onClick={() => setOpen(open === id ? null : id)}>
                      <Icon name={open === id ? 'chevron' : 'right'} size={10} />
                      <span className={`${css.against} ellipsis`}>{verdict.landmark.name}</span>
                      <span className={`${css.value} num`}>{formatNumber(toNumber(verdict.landmark.value))}</span>
                      <VerdictBadge verdict={verdict} />
                      <small className={`${css.how} ellipsis`}>{why(verdict)}</small>
                    </button>
                    {open === id && <Detail verdict={verdict} />}
                  </li>
                );
              })}
            </ul>
            {warnings.map((warning) => <p key={warning.text} className={css.warning} data-code={warning.code}><Icon name="warning" size={12} /> {warning.text}</p>)}
          </div>
        );
      })}
    </section>
  );
}

/** The split whose examples a metric counts: `val` of `val/accuracy` and of `val_acc`. */
function splitOf(metric: string): string {
  const cut = metric.lastIndexOf('/');
  return cut > 0 ? metric.slice(0, cut) : (/^(val|valid|validation|eval|dev|holdout|train)_/.exec(metric)?.[1] ?? 'test');
}

function why(verdict: Verdict): string {
  if (verdict.word === 'itself') return 'this is the landmark';
  if (verdict.method === 'none') return verdict.shareScale ? `one run: no spread known. Log ${splitOf(verdict.metric)}/n or run more seeds` : 'one run: no spread known. Run more seeds';
  const more = verdict.runsNeeded ? `${verdict.runsNeeded} runs a side would tell` : verdict.examplesNeeded ? `${verdict.examplesNeeded.toLocaleString('en')} examples would tell` : '';
  return more || (verdict.methodName ?? '');
}
