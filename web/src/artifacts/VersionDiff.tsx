import { useQuery } from '@tanstack/react-query';
import { formatBytes } from '../charts/ticks';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import css from './artifacts.module.css';
import { artifactDiff } from './queries';
import type { ArtifactVersion } from './types';

const change = (bytes: number) => (bytes === 0 ? 'same size' : `${bytes > 0 ? '+' : '−'}${formatBytes(Math.abs(bytes))}`);

/** Which files a version added, removed and changed against another, and how its metadata differs. */
export function VersionDiff({ version, versions, against, onAgainst }: { version: ArtifactVersion; versions: readonly ArtifactVersion[]; against: number | null; onAgainst: (version: number) => void }) {
  const others = versions.filter((v) => v.id !== version.id);
  const other = others.find((v) => v.version === against) ?? others.find((v) => v.version < version.version) ?? others[0];
  const query = useQuery({ ...artifactDiff(other?.id ?? 0, version.id), enabled: other !== undefined });
  if (!other) return <Empty title="Nothing to compare with"><p>This is the only version so far. Log other content under the same name, and what changed stands here.</p></Empty>;
  const facts = [...new Set([...Object.keys(other.metadata), ...Object.keys(version.metadata)])].filter((key) => JSON.stringify(other.metadata[key]) !== JSON.stringify(version.metadata[key]));
  const said = (v: unknown) => (v === undefined ? <span className="muted">absent</span> : JSON.stringify(v));
  const data = query.data;
  return (
    <div className={css.diff} data-testid="artifact-diff">
      <div className="row">
        <label className="row"><span className="muted">what changed from</span><select className={css.select} aria-label="Compare with" value={other.version} onChange={(e) => onAgainst(Number(e.target.value))}>{others.map((v) => <option key={v.id} value={v.version}>v{v.version}{v.aliases.length > 0 ? ` (${v.aliases.join(', ')})` : ''}</option>)}</select></label>
        <span className="muted">to <b>v{version.version}</b></span>
        {data && <span className={css.counts}><span className="better">{data.added.length} added</span> <span className="worse">{data.removed.length} removed</span> <span>{data.changed.length} changed</span> <span className="muted">{data.same} the same</span></span>}
      </div>
      {query.error && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={5} />}
      {data && data.added.length + data.removed.length + data.changed.length === 0 && <p className={css.none}>Both have the same files.</p>}
      {data && data.added.length + data.removed.length + data.changed.length > 0 && (
        <table className={css.table}>
          <thead><tr><th aria-label="Change" /><th>File</th><th className="num">Size</th><th className="num">Difference</th></tr></thead>
          <tbody>
            {data.added.map((f) => <tr key={`+${f.path}`} data-change="added"><td>+</td><td className="mono">{f.path}</td><td className="num">{formatBytes(f.size)}</td><td className="num better">new</td></tr>)}
            {data.removed.map((f) => <tr key={`-${f.path}`} data-change="removed"><td>−</td><td className="mono">{f.path}</td><td className="num">{formatBytes(f.size)}</td><td className="num worse">gone</td></tr>)}
            {data.changed.map(({ before, after }) => <tr key={after.path} data-change="changed"><td>~</td><td className="mono">{after.path}</td><td className="num">{formatBytes(after.size)}</td><td className="num">{change(after.size - before.size)}</td></tr>)}
          </tbody>
        </table>
      )}
      {facts.length > 0 && (
        <>
          <h3>Metadata</h3>
          <table className={css.table}>
            <thead><tr><th>Name</th><th>v{other.version}</th><th>v{version.version}</th></tr></thead>
            <tbody>{facts.map((key) => <tr key={key}><td>{key}</td><td className="mono">{said(other.metadata[key])}</td><td className="mono">{said(version.metadata[key])}</td></tr>)}</tbody>
          </table>
        </>
      )}
    </div>
  );
}
