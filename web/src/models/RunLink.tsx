import { Link } from '@tanstack/react-router';
import { StateMark } from '../ui/controls';
import css from './models.module.css';
import type { ModelRun, ModelVersion } from './types';

export function RunLink({ run, project = true }: { run: ModelRun; project?: boolean }) {
  const [team, name] = run.project.split('/') as [string, string];
  return (
    <span className={css.runLink}>
      <StateMark state={run.state} />
      <Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: run.uid }} className="ellipsis" title={`${run.project} / ${run.name}`}>{run.name || run.uid}</Link>
      {project && <small className="ellipsis">{run.project}</small>}
    </span>
  );
}

/** Where a version comes from: its run here, else the run's link or uid, else the place of its files. */
export function SourceOf({ version }: { version: ModelVersion }) {
  if (version.run) return <RunLink run={version.run} />;
  if (version.runLink?.match(/^https?:/)) return <a href={version.runLink} target="_blank" rel="noreferrer">run elsewhere</a>;
  return version.runUid ? <span className="muted" title="Not on this server, or in the trash">run <span className="mono">{version.runUid.slice(0, 12)}</span></span> : <span className={`mono muted ellipsis ${css.place}`} title={version.source}>{version.source}</span>;
}

/** Names and texts as small pairs; those that clients keep for themselves are left out. */
export function Labels({ labels }: { labels: Record<string, string> }) {
  return <span className={css.labels}>{Object.entries(labels).filter(([key]) => !key.startsWith('mlflow.')).map(([key, value]) => <span key={key} className={css.label} title={`${key}: ${value}`}><b>{key}</b> {value}</span>)}</span>;
}
