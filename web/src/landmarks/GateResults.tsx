import { useQuery } from '@tanstack/react-query';
import type { GateResult, Run } from '../api/types';
import { formatTime } from '../charts/ticks';
import css from './verdicts.module.css';
import { commitGates, runGates } from './verdicts';

function Result({ result }: { result: GateResult }) {
  return (
    <details className={css.gate} data-passed={result.passed} open={!result.passed}>
      <summary>
        <b className={result.passed ? 'better' : 'worse'}>{result.passed ? 'passed' : 'failed'}</b> <span>{result.name}</span>
        <span className="muted">{result.group ? `group ${result.group}` : 'run'}{result.commit && <> · <code>{result.commit.slice(0, 10)}</code></>} · {formatTime(result.createdAt)}</span>
      </summary>
      <ul>
        {result.checks.map((check) => (
          <li key={`${check.line} ${check.title}`}><b className={check.passed ? 'better' : 'worse'}>{check.passed ? 'holds' : 'fails'}</b> <span>{check.title}</span> <span className="muted">{check.detail}</span></li>
        ))}
      </ul>
    </details>
  );
}

/** What gates have said of a run, of its group and of its commit; nothing where no gate was ever held. */
export function GateResults({ run }: { run: Run }) {
  const own = useQuery(runGates(run.project, run.id, run.group));
  const commit = run.environment?.git?.commit;
  const other = useQuery({ ...commitGates(run.project, commit ?? ''), enabled: Boolean(commit) });
  const results = [...new Map([...(own.data ?? []), ...(commit ? (other.data ?? []) : [])].map((r) => [r.id, r])).values()].sort((a, b) => b.id - a.id);
  if (results.length === 0) return null;
  return (
    <section className={css.box} aria-label="Gates" data-testid="gates">
      <header><h2>Gates</h2><span className="muted">of this run, its group and its commit</span></header>
      {results.slice(0, 20).map((result) => <Result key={result.id} result={result} />)}
    </section>
  );
}
