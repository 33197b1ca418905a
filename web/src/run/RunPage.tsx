import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { alerts as alertList, landmarks as landmarkList, recordKeys, run as runQuery, summaries } from '../api/queries';
import { runArtifacts } from '../artifacts/queries';
import { traceCount } from '../traces/queries';
import type { Landmark, Run, SeriesSummary } from '../api/types';
import { useDark } from '../app/preferences';
import { colourOf } from '../charts/palette';
import { formatAgo, formatDuration, formatTime } from '../charts/ticks';
import { Copy, StateMark, Tag } from '../ui/controls';
import { Icon, type IconName } from '../ui/icons';
import { ProblemView, Skeleton } from '../ui/states';
import { isInternal } from '../runs/definitions';
import { useNow } from '../ui/useNow';
import { useView } from '../view/useView';
import { OverviewTab } from './OverviewTab';
import { StopRun } from './StopRun';
import css from './run.module.css';
import { TABLES } from './tableTypes';

const ChartsTab = lazy(() => import('./ChartsTab').then((m) => ({ default: m.ChartsTab })));
const MediaTab = lazy(() => import('./MediaTab').then((m) => ({ default: m.MediaTab })));
const ConsoleTab = lazy(() => import('./ConsoleTab').then((m) => ({ default: m.ConsoleTab })));
const TablesTab = lazy(() => import('./TablesTab').then((m) => ({ default: m.TablesTab })));
const RunTraces = lazy(() => import('../traces/RunTraces').then((m) => ({ default: m.RunTraces })));
const RunArtifacts = lazy(() => import('../artifacts/RunArtifacts').then((m) => ({ default: m.RunArtifacts })));
const FilesTab = lazy(() => import('./FilesTab').then((m) => ({ default: m.FilesTab })));

const TABS: readonly (readonly [string, string, IconName])[] = [
  ['overview', 'Overview', 'info'], ['charts', 'Charts', 'chart'], ['media', 'Media', 'image'], ['tables', 'Tables', 'table'], ['system', 'System', 'chip'], ['console', 'Console', 'terminal'], ['files', 'Files', 'file'],
  ['artifacts', 'Artifacts', 'package'], ['traces', 'Traces', 'trace'],
];
const NO_MARKS: readonly Landmark[] = [];
const NO_SERIES: readonly SeriesSummary[] = [];

/** Seconds a run took, or has taken so far. */
export const durationOf = (run: Run, now: number): number =>
  ((run.finishedAt ?? (run.state === 'running' ? now : run.heartbeatAt) ?? now) - (run.startedAt ?? run.createdAt)) / 1000;

function Head({ run, children }: { run: Run; children: ReactNode }) {
  const dark = useDark();
  const now = useNow();
  const crumb = document.getElementById('run-crumb');
  return (
    <header className={css.head}>
      {crumb && createPortal(run.name || run.uid, crumb)}
      <div className={css.title}>
        <i className={css.dot} style={{ background: colourOf(run.uid, dark) }} />
        <h1 className="ellipsis">{run.name || run.uid}</h1>
        <StateMark state={run.state} text />
        <span className={css.fact} title={`started ${formatTime(run.startedAt ?? run.createdAt)}`}>{formatDuration(durationOf(run, now))}</span>
        <span className={css.fact}>{formatAgo(run.startedAt ?? run.createdAt, now)}</span>
        {run.group && <Tag>{run.group}</Tag>}
        {run.tags?.map((tag) => <Tag key={tag}>{tag}</Tag>)}
        <span className="grow" />
        <StopRun run={run} />
        <span className="mono muted">{run.uid}</span><Copy text={run.uid} label="Copy the run's uid" />
      </div>
      {children}
    </header>
  );
}

/** One run: what it is, what it did, what it said. */
export function RunPage() {
  const { team, project: name, uid } = useParams({ strict: false }) as { team: string; project: string; uid: string };
  const project = `${team}/${name}`;
  const [view, change] = useView();
  const query = useQuery(runQuery(project, uid));
  const run = query.data;
  const id = run?.id ?? 0;
  const enabled = run !== undefined;
  const series = useQuery({ ...summaries(id), enabled });
  const media = useQuery({ ...recordKeys(id), enabled });
  const alerts = useQuery({ ...alertList(id), enabled });
  const traces = useQuery({ ...traceCount({ run: id }), enabled });
  const artifacts = useQuery({ ...runArtifacts(id), enabled });
  const landmarks = useQuery(landmarkList(project)).data ?? NO_MARKS;
  useEffect(() => {
    if (run) document.title = `${run.name} · ${project} · Cairn`;
  }, [run, project]);
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!run) return <Skeleton lines={8} />;
  const tab = TABS.some(([t]) => t === view.tab) ? view.tab! : 'overview';
  const all = (series.data ?? NO_SERIES).filter((s) => !isInternal(s.key));
  const system = all.filter((s) => s.key.startsWith('system/')).length;
  const counts: Record<string, number | undefined> = { charts: all.length - system || undefined, system: system || undefined, media: media.data?.filter((k) => !TABLES.has(k.type)).length || undefined, tables: media.data?.filter((k) => TABLES.has(k.type)).length || undefined, artifacts: artifacts.data ? artifacts.data.made.length + artifacts.data.used.length || undefined : undefined, traces: traces.data || undefined };
  return (
    <div className={css.page}>
      <Head run={run}>
        <div className={css.tabs} role="tablist" aria-label="Parts of the run">
          {TABS.map(([key, label, icon]) => (
            <button key={key} type="button" role="tab" id={`tab-${key}`} aria-selected={tab === key} className={css.tab} onClick={() => change({ tab: key === 'overview' ? null : key, full: null, panels: '', key: null }, true)}>
              <Icon name={icon} size={13} /> {label} {counts[key] !== undefined && <small>{counts[key]}</small>}
            </button>
          ))}
        </div>
      </Head>
      {alerts.data?.map((alert) => (
        <div key={`${alert.time} ${alert.title}`} className={css.alert} data-level={alert.level ?? 'info'}>
          <Icon name={alert.level === 'info' || !alert.level ? 'info' : 'warning'} /> <b>{alert.title}</b> <span className="grow">{alert.text}</span> {alert.time && <time className="muted">{formatTime(alert.time)}</time>}
        </div>
      ))}
      <div className={css.body} role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Suspense fallback={<Skeleton lines={8} />}>
          {tab === 'overview' && <OverviewTab run={run} series={series} landmarks={landmarks} />}
          {(tab === 'charts' || tab === 'system') && <ChartsTab key={tab} run={run} series={all} loaded={series.isSuccess} landmarks={landmarks} system={tab === 'system'} />}
          {tab === 'media' && <MediaTab run={run} keys={media} />}
          {tab === 'tables' && <TablesTab run={run} keys={media} />}
          {tab === 'artifacts' && <RunArtifacts run={run} />}
          {tab === 'traces' && <RunTraces run={run} />}
          {tab === 'console' && <ConsoleTab run={run} />}
          {tab === 'files' && <FilesTab run={run} />}
        </Suspense>
      </div>
    </div>
  );
}
