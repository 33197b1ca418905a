import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Run } from '../api/types';
import css from '../landmarks/verdicts.module.css';
import { ProblemView } from '../ui/states';
import { partingOf, repeats, reproductionOf, toneOfVerdict, wordsOf } from './reproduction';

const MOST = 12;

const words = (value: unknown): string => (value === undefined || value === null ? 'none' : JSON.stringify(value));

/** Whether a run came out as the one it repeats, and where not; nothing for other runs. */
export function ReproductionBox({ run }: { run: Run }) {
  const query = useQuery({ ...reproductionOf(run.id), enabled: repeats(run) });
  if (!repeats(run)) return null;
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  const found = query.data;
  if (!found) return null;
  const [team = '', project = ''] = run.project.split('/');
  const apart = found.metrics.filter((metric) => metric.agreement !== 'identical');
  const differences = [...found.config.map((d) => ({ ...d, path: `config.${d.path}` })), ...found.environment];
  return (
    <section className={css.box} aria-label="Reproduction" data-testid="reproduction">
      <header>
        <h2>Reproduction</h2>
        <span className="muted">of <Link to="/$team/$project/runs/$uid" params={{ team, project, uid: found.ofUid }}>{found.ofName || found.ofUid}</Link></span>
      </header>
      <div className={css.part}>
        <p><b className={css[toneOfVerdict(found.verdict)]}>{found.sentence}</b></p>
        {found.ignored.length > 0 && <p className="muted">Not compared, since they measure time, speed or hardware: {found.ignored.length} metrics.</p>}
      </div>
      {apart.length > 0 && (
        <div className={css.part}>
          <h3>Metrics that differ <span className="muted">{apart.length} of {found.metrics.length}</span></h3>
          <ul className={css.list}>
            {apart.slice(0, MOST).map((metric) => (
              <li key={`${metric.kind} ${metric.key}`}><code>{metric.key}</code> <span className="muted">{wordsOf(metric.agreement)}</span> <span className="num">{partingOf(metric)}</span></li>
            ))}
            {apart.length > MOST && <li className="muted">and {apart.length - MOST} more</li>}
          </ul>
        </div>
      )}
      {differences.length > 0 && (
        <div className={css.part}>
          <h3>Settings and machine that differ</h3>
          <ul className={css.list}>
            {differences.slice(0, MOST).map((difference) => (
              <li key={difference.path}><code>{difference.path}</code> <span className="muted">{words(difference.expected)} → {words(difference.actual)}</span></li>
            ))}
            {differences.length > MOST && <li className="muted">and {differences.length - MOST} more</li>}
          </ul>
        </div>
      )}
    </section>
  );
}
