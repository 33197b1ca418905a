import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Run } from '../api/types';
import { formatBytes, formatTime } from '../charts/ticks';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { Icon } from '../ui/icons';
import css from './artifacts.module.css';
import { runArtifacts } from './queries';
import type { ArtifactVersion } from './types';

function List({ title, words, versions }: { title: string; words: string; versions: readonly ArtifactVersion[] }) {
  return (
    <section className={css.box} aria-label={title}>
      <header><h2>{title}</h2><span className="muted">{words}</span></header>
      {versions.length === 0 ? <p className={css.none}>None.</p> : (
        <table className={`${css.table} ${css.even}`}>
          <thead><tr><th>Artifact</th><th>Type</th><th>Aliases</th><th className="num">Files</th><th className="num">Size</th><th className="num">Made</th></tr></thead>
          <tbody>{versions.map((v) => {
            const [team, project] = v.project.split('/') as [string, string];
            return (
              <tr key={v.id} data-testid="run-artifact">
                <td className={css.name}><Link to="/$team/$project/artifacts/$type/$collection/$version" params={{ team, project, type: v.type, collection: v.collection, version: `v${v.version}` }}><Icon name="package" size={12} /> {v.collection}:v{v.version}</Link></td>
                <td>{v.type}</td><td><span className={css.aliases}>{v.aliases.map((a) => <span key={a} className={css.alias}>{a}</span>)}</span></td>
                <td className="num">{v.files}</td><td className="num">{formatBytes(v.size)}</td><td className="num muted">{formatTime(v.createdAt)}</td>
              </tr>
            );
          })}</tbody>
        </table>
      )}
    </section>
  );
}

/** What versions of artifacts a run has made and used. */
export function RunArtifacts({ run }: { run: Run }) {
  const query = useQuery(runArtifacts(run.id));
  const [team, project] = run.project.split('/') as [string, string];
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton lines={6} />;
  const { made, used } = query.data;
  if (made.length + used.length === 0)
    return <Empty title="No artifacts"><p>This run has neither logged nor used a versioned artifact. Its loose files are under <Link to="." search={{ tab: 'files' } as never}>Files</Link>; <Link to="/$team/$project/artifacts" params={{ team, project }}>all artifacts of the project</Link> are on a page of their own.</p></Empty>;
  return (
    <div className={css.page}><div className={css.column}>
      <List title="Made" words="logged by this run" versions={made} />
      <List title="Used" words="went into this run" versions={used} />
    </div></div>
  );
}
