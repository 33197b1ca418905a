import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useKeys } from '../app/keys';
import { matcher } from '../charts/sections';
import { formatAgo, formatBytes } from '../charts/ticks';
import { Field, Tag } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { useView } from '../view/useView';
import css from './artifacts.module.css';
import { collectionList } from './queries';

const snippet = () => `artifact = wandb.Artifact("training-set", type="dataset")
artifact.add_dir("data/")
run.log_artifact(artifact)`;

/** The artifacts of a project by type; of one type only where the address names it. */
export function ArtifactsPage() {
  const { team, project: name, type } = useParams({ strict: false }) as { team: string; project: string; type?: string };
  const project = `${team}/${name}`;
  const [view, change] = useView();
  const search = useRef<HTMLInputElement>(null);
  const now = useNow(30_000);
  const query = useQuery(collectionList(project));
  useEffect(() => {
    document.title = `Artifacts · ${project} · Cairn`;
  }, [project]);
  useKeys({ '/': () => search.current?.focus() });
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton lines={8} />;
  if (query.data.length === 0)
    return (
      <Empty drawing title="No artifacts">
        <p>Artifacts are files under a name with versions: data sets, models, tables. Runs that make and use them are linked, so that one sees what came from what.</p>
        <pre className={css.snippet}>{snippet()}</pre>
      </Empty>
    );
  const matches = matcher(view.panels);
  const shown = query.data.filter((c) => (!type || c.type === type) && (matches(c.name) || c.tags.some(matches) || matches(c.description ?? '')));
  const types = [...new Set(query.data.map((c) => c.type))].sort((a, b) => Number(a.startsWith('wandb-') || a === 'run_table') - Number(b.startsWith('wandb-') || b === 'run_table') || a.localeCompare(b));
  return (
    <div className={css.page}>
      <div className={css.column}>
        <header className={css.head}>
          <h1>Artifacts</h1>
          <nav className={css.types} aria-label="Types">
            <Link to="/$team/$project/artifacts" params={{ team, project: name }} data-on={!type}>all</Link>
            {types.map((t) => <Link key={t} to="/$team/$project/artifacts/$type" params={{ team, project: name, type: t }} data-on={t === type}>{t} <small>{query.data.filter((c) => c.type === t).length}</small></Link>)}
          </nav>
          <span className="grow" />
          <Field ref={search} icon="search" hint="/" value={view.panels} label="Search artifacts" placeholder="Search" wait={120} onChange={(panels) => change({ panels })} className={css.search} />
        </header>
        {shown.length === 0 && <Empty title={view.panels ? `No artifact matches “${view.panels}”` : `No artifacts of type “${type}”`}><p>{type ? <Link to="/$team/$project/artifacts" params={{ team, project: name }}>All types</Link> : 'The search is over names, descriptions and tags.'}</p></Empty>}
        {types.filter((t) => shown.some((c) => c.type === t)).map((t) => (
          <section key={t} className={css.box} aria-label={`Type ${t}`}>
            <header><h2>{t}</h2></header>
            <table className={`${css.table} ${css.even}`}>
              <thead><tr><th>Name</th><th>Newest</th><th>Aliases</th><th className="num">Versions</th><th className="num">Size</th><th>Made by</th><th className="num">Changed</th></tr></thead>
              <tbody>
                {shown.filter((c) => c.type === t).map((c) => (
                  <tr key={c.id} data-testid="collection">
                    <td className={css.name}><Link to="/$team/$project/artifacts/$type/$collection" params={{ team, project: name, type: t, collection: c.name }}><Icon name={c.kind === 'portfolio' ? 'link' : 'package'} size={12} /> {c.name}</Link> {c.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}{c.description && <small className="ellipsis">{c.description}</small>}</td>
                    <td>{c.latest && <Link to="/$team/$project/artifacts/$type/$collection/$version" params={{ team, project: name, type: t, collection: c.name, version: `v${c.latest.version}` }}>v{c.latest.version}</Link>}</td>
                    <td><span className={css.aliases}>{c.latest?.aliases.map((a) => <span key={a} className={css.alias}>{a}</span>)}</span></td>
                    <td className="num">{c.versions}</td><td className="num">{formatBytes(c.size)}</td>
                    <td className="ellipsis">{c.latest?.run && <Link to="/$team/$project/runs/$uid" params={{ team: c.latest.run.project.split('/')[0]!, project: c.latest.run.project.split('/')[1]!, uid: c.latest.run.uid }}>{c.latest.run.name}</Link>}</td>
                    <td className="num muted">{formatAgo(c.updatedAt, now)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
    </div>
  );
}
