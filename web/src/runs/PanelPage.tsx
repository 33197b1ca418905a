import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo } from 'react';
import { useDark } from '../app/preferences';
import { boardOf } from '../charts/board';
import css from '../charts/charts.module.css';
import { Panel, type ChartSettings } from '../charts/Panel';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useWholeView } from '../view/useView';
import { stringifySearch } from '../view/viewState';
import { defined, metricDefinitions } from './definitions';
import { combineFilter } from './filter';
import { membersOf, useGrouping } from './useGrouping';
import { useShownRuns } from './useRuns';
import { useWorkspace } from './useWorkspace';

const ForeignPanel = lazy(() => import('../charts/ForeignPanel').then((m) => ({ default: m.ForeignPanel })));

/** One panel of a project and nothing else, live: to be linked to and embedded. Its address is made by `panelLink`. */
export function PanelPage() {
  const { project, view, change, keys, marks, keyList, asked, runs } = useWorkspace(1);
  const whole = useWholeView();
  const dark = useDark();
  const grouping = useGrouping(project, view, asked);
  const shown = useShownRuns(runs, view);
  const { axis, smoothing, smoothKind, logX, logY, clip, members, zoom, full } = view;
  const [from, to] = zoom ?? [undefined, undefined];
  const settings = useMemo<ChartSettings>(
    () => ({ axis, smoothing, smoothKind, logX, logY, clip, members, zoom: from === undefined ? null : [from, to!] }),
    [axis, smoothing, smoothKind, logX, logY, clip, members, from, to],
  );
  const groups = useMemo(
    () => grouping.shown && { ...grouping.shown, members: membersOf(shown, runs.rows, view.groupBy, view.hiddenGroups, dark) },
    [grouping.shown, shown, runs.rows, view.groupBy, view.hiddenGroups, dark],
  );
  const definitions = useQuery(metricDefinitions(project));
  const metrics = useMemo(() => defined(keyList.filter((k) => k.kind !== 'record'), definitions.data ?? []), [keyList, definitions.data]);
  const panel = useMemo(() => boardOf(metrics, new Set(), view.layout, '').flatMap((section) => section.panels).find((one) => one.id === full), [metrics, view.layout, full]);
  const onZoom = useCallback((range: [number, number] | null) => change({ zoom: range }), [change]);
  useEffect(() => {
    document.title = `${panel?.title ?? full ?? 'Panel'} · ${project} · Cairn`;
  }, [panel?.title, full, project]);
  const [team, name] = project.split('/') as [string, string];
  if (runs.error || keys.error) return <ProblemView error={runs.error ?? keys.error} retry={() => void runs.refetch()} />;
  if (keys.isPending || whole.loading) return <Skeleton lines={6} />;
  if (!panel) return <Empty title={full === null ? 'No panel is named' : `No panel “${full}”`}><p>{full === null ? 'The address names no panel.' : `No run of ${project} has logged it, or it was a panel of another arrangement.`} <Link to="/$team/$project" params={{ team, project: name }}>Open the project</Link></p></Empty>;
  const known = metrics.find((one) => one.key === panel.metrics[0]);
  return (
    <div className={css.alone} data-testid="panel-page">
      {panel.own.kind !== undefined
        ? <Suspense fallback={<Skeleton lines={5} />}><ForeignPanel panel={panel} project={project} filter={combineFilter(view.filter, view.search) ?? ''} /></Suspense>
        : <Panel panel={panel} runs={shown} groups={groups} landmarks={marks} settings={settings} focus={null} onZoom={onZoom} having={known?.runs} stepMetric={known?.stepMetric} />}
      <a className={css.origin} href={`/${encodeURIComponent(team)}/${encodeURIComponent(name)}${stringifySearch(whole.whole)}`} target="_blank" rel="noreferrer" title="Open in the project"><Icon name="link" size={11} /> {project}</a>
    </div>
  );
}
