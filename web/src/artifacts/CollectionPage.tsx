import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { formatAgo, formatBytes, formatDuration, formatTime } from '../charts/ticks';
import { JsonTree } from '../run/JsonTree';
import { Copy, StateMark, Tag } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { useView } from '../view/useView';
import css from './artifacts.module.css';
import { FileBrowser } from './FileBrowser';
import { LineageGraph } from './LineageGraph';
import { collectionDetail } from './queries';
import type { ArtifactCollection, ArtifactVersion } from './types';
import { VersionDiff } from './VersionDiff';

const Markdown = lazy(() => import('../media/Markdown').then((m) => ({ default: m.Markdown })));

const TABS = [['about', 'About'], ['files', 'Files'], ['lineage', 'Lineage'], ['changes', 'Changes']] as const;

function About({ collection, version }: { collection: ArtifactCollection; version: ArtifactVersion }) {
  const [team, project] = version.project.split('/') as [string, string];
  const usage = `artifact = run.use_artifact("${team}/${project}/${version.collection}:v${version.version}")\nfolder = artifact.download()`;
  const rows: [string, React.ReactNode][] = [
    ['Made by', version.run && <span key="r" className="row"><StateMark state={version.run.state as never} /><Link to="/$team/$project/runs/$uid" params={{ team: version.run.project.split('/')[0]!, project: version.run.project.split('/')[1]!, uid: version.run.uid }}>{version.run.name}</Link>{version.step !== undefined && <span className="muted">at step {version.step}</span>}</span>],
    ['Made', formatTime(version.createdAt)],
    ['Size', `${formatBytes(version.size)} in ${version.files} ${version.files === 1 ? 'file' : 'files'}`],
    ['Digest', <span key="d" className="row"><span className="mono ellipsis">{version.digest}</span><Copy text={version.digest} label="Copy the digest" /></span>],
    ['Tags', version.tags.length > 0 && <span key="t" className={css.aliases}>{version.tags.map((t) => <Tag key={t}>{t}</Tag>)}</span>],
    ['Kept', version.timeToLive !== undefined && version.timeToLive > 0 && `for ${formatDuration(version.timeToLive)}, until ${formatTime(version.createdAt + version.timeToLive * 1000)}`],
  ];
  return (
    <div className={css.about}>
      <div className={css.stack}>
        {(version.description || collection.description) && <section className={css.box}><div className={css.words}><Suspense fallback={<Skeleton lines={2} />}><Markdown text={version.description || collection.description || ''} /></Suspense></div></section>}
        <section className={css.box}><header><h2>Metadata</h2></header>{Object.keys(version.metadata).length > 0 ? <JsonTree value={version.metadata} /> : <p className={css.none}>No metadata was logged with this version.</p>}</section>
        <section className={css.box}><header><h2>Use it</h2><span className="grow" /><Copy text={usage} label="Copy the code" /></header><pre className={css.code}>{usage}</pre></section>
      </div>
      <section className={css.box}><header><h2>Version</h2></header><dl className={css.facts}>{rows.filter(([, v]) => v).map(([label, v]) => <div key={label}><dt>{label}</dt><dd>{v}</dd></div>)}</dl></section>
    </div>
  );
}

/** A collection: its versions at the side, the chosen one over the page. */
export function CollectionPage() {
  const { team, project: name, type, collection, version: word } = useParams({ strict: false }) as { team: string; project: string; type: string; collection: string; version?: string };
  const project = `${team}/${name}`;
  const [view, change] = useView();
  const navigate = useNavigate();
  const now = useNow(30_000);
  const query = useQuery(collectionDetail(project, collection));
  useEffect(() => {
    document.title = `${collection}${word ? `:${word}` : ''} · ${project} · Cairn`;
  }, [collection, word, project]);
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton lines={8} />;
  const { versions } = query.data;
  const current = word ? versions.find((v) => `v${v.version}` === word || v.aliases.includes(word) || v.digest === word) : versions[0];
  const tab = TABS.some(([t]) => t === view.tab) ? view.tab! : 'about';
  const go = (v: ArtifactVersion) => void navigate({ to: '/$team/$project/artifacts/$type/$collection/$version', params: { team, project: name, type, collection, version: `v${v.version}` }, search: (s: object) => s } as never);
  return (
    <div className={css.collection}>
      <aside className={css.side} aria-label="Versions">
        <header><Link to="/$team/$project/artifacts/$type" params={{ team, project: name, type: query.data.collection.type }} className="muted">{query.data.collection.type}</Link><h1 className="ellipsis" title={collection}>{collection}</h1><span className="muted">{versions.length} {versions.length === 1 ? 'version' : 'versions'}</span></header>
        <ul>
          {versions.map((v) => (
            <li key={v.id}>
              <button type="button" className={css.version} aria-current={v === current} data-testid="version" onClick={() => go(v)}>
                <span className="row"><b>v{v.version}</b><span className={css.aliases}>{v.aliases.map((a) => <span key={a} className={css.alias}>{a}</span>)}</span></span>
                <small>{formatBytes(v.size)} · {formatAgo(v.createdAt, now)}{v.state !== 'committed' && ` · ${v.state}`}</small>
              </button>
            </li>
          ))}
        </ul>
      </aside>
      <div className={css.main}>
        {!current
          ? <Empty title={word ? `“${collection}” has no version “${word}”` : 'No version yet'}><p>{word ? 'It may have been deleted, or the alias moved. Choose another version at the left.' : 'The collection exists, but nothing was committed to it.'}</p></Empty>
          : (
            <>
              <header className={css.mainHead}>
                <h2><Icon name="package" size={13} /> {collection}:v{current.version}</h2>{current.aliases.map((a) => <span key={a} className={css.alias}>{a}</span>)}
                <Copy text={`${team}/${name}/${collection}:v${current.version}`} label="Copy the full name" />
                <span className="grow" />
                <div className={css.tabs} role="tablist" aria-label="Parts of the version">{TABS.map(([key, label]) => <button key={key} type="button" role="tab" id={`part-${key}`} aria-selected={tab === key} onClick={() => change({ tab: key === 'about' ? null : key }, true)}>{label}{key === 'files' && <small> {current.files}</small>}</button>)}</div>
              </header>
              <div className={css.part} role="tabpanel" aria-labelledby={`part-${tab}`}>
                {tab === 'about' && <About collection={query.data.collection} version={current} />}
                {tab === 'files' && <FileBrowser key={current.id} id={current.id} />}
                {tab === 'lineage' && <LineageGraph key={current.id} id={current.id} />}
                {tab === 'changes' && <VersionDiff version={current} versions={versions} against={view.key === null ? null : Number(view.key)} onAgainst={(v) => change({ key: String(v) })} />}
              </div>
            </>
          )}
      </div>
    </div>
  );
}
