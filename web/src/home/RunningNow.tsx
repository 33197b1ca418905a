import { Link } from '@tanstack/react-router';
import type { Activity } from '../api/types';
import { formatAgo, formatBytes, formatDuration, formatNumber, formatTime } from '../charts/ticks';
import { numeric } from '../runs/values';
import { Icon } from '../ui/icons';
import css from './home.module.css';
import { Sparkline } from './Sparkline';

/** The runs that are running, each with a small curve of its main metric. */
export function RunningNow({ activity, now }: { activity: Activity; now: number }) {
  if (activity.running.length === 0) return null;
  const more = activity.runningTotal - activity.running.length;
  return (
    <section aria-label="Running now">
      <header className={css.head}><h2>Running now</h2><span className="muted">{activity.runningTotal}{more > 0 && `, the newest ${activity.running.length} shown`}</span></header>
      <ul className={css.projects}>
        {activity.running.map((run) => {
          const [team, project] = run.project.split('/') as [string, string];
          return (
            <li key={run.id}>
              <Link to="/$team/$project/runs/$uid" params={{ team, project, uid: run.uid }} className={css.run} data-testid="running-run">
                <span className={css.pulse} aria-hidden="true" />
                <span className={css.title}><b className="ellipsis">{run.name || run.uid}</b> <small className="ellipsis">{run.project}</small></span>
                <span className={css.spark}>{run.key && <Sparkline run={run.id} metric={run.key} lastStep={run.lastStep} />}</span>
                <span className={css.metric}>{run.key ? <><small>{run.key}</small> {formatNumber(numeric(run.last))}</> : <small>no metric yet</small>}</span>
                <span className={css.when}>{formatDuration(Math.max(0, (now - run.startedAt) / 1000))}</span>
                <Icon name="right" size={11} />
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The newest alerts that runs have raised. */
export function Alerts({ activity, now }: { activity: Activity; now: number }) {
  if (activity.alerts.length === 0) return null;
  return (
    <section aria-label="Alerts">
      <header className={css.head}><h2>Alerts</h2></header>
      <ul className={css.projects}>
        {activity.alerts.map((alert) => {
          const [team, project] = alert.project.split('/') as [string, string];
          return (
            <li key={`${alert.uid} ${alert.time} ${alert.title}`}>
              <Link to="/$team/$project/runs/$uid" params={{ team, project, uid: alert.uid }} className={css.alert} data-level={alert.level} title={alert.text}>
                <Icon name={alert.level === 'info' ? 'info' : 'warning'} size={13} /><span className="visually-hidden">{alert.level}</span>
                <span className={css.title}><b className="ellipsis">{alert.title}</b> <small className="ellipsis">{alert.text}</small></span>
                <small className="ellipsis">{alert.name}</small>
                <time className={css.when} title={formatTime(alert.time)}>{formatAgo(alert.time, now)}</time>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What the data folder takes, in a line. */
export function DiskLine({ activity }: { activity: Activity }) {
  const { series, catalog, logs, files, free } = activity.disk;
  return <>{formatBytes(series + catalog + logs + files)} used (points {formatBytes(series)}, files {formatBytes(files)}, runs {formatBytes(catalog)}, records and console {formatBytes(logs)}), {formatBytes(free)} free</>;
}
