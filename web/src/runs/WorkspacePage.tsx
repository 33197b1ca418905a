import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { project as projectQuery } from '../api/queries';
import { useKeys } from '../app/keys';
import { recall, remember, useDark } from '../app/preferences';
import { PanelGrid } from '../charts/PanelGrid';
import type { ChartSettings } from '../charts/Panel';
import { runColours } from '../charts/palette';
import { groupUid } from '../charts/useGroups';
import { LandmarkStrip } from '../landmarks/LandmarkStrip';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useWholeView } from '../view/useView';
import { toggle } from '../view/viewState';
import type { Layout } from '../view/layout';
import { defined, metricDefinitions } from './definitions';
import { baselineOf } from './delta';
import { combineFilter } from './filter';
import { setFocus, useFocus } from './focus';
import { groupKey, type ListRow } from './groupTree';
import css from './runs.module.css';
import { RunCount } from './RunCount';
import { eye, groupEye, Sidebar } from './Sidebar';
import { flipSmoothing, Toolbar } from './Toolbar';
import { treeOf } from './tree';
import { membersOf, useGrouping } from './useGrouping';
import { useShownRuns } from './useRuns';
import { useWorkspace } from './useWorkspace';
import { ViewTools } from './ViewTools';

const TracesHere = lazy(() => import('../traces/TracesHere').then((m) => ({ default: m.TracesHere })));
const GettingStarted = lazy(() => import('../home/GettingStarted').then((m) => ({ default: m.GettingStarted })));

/** The chart under the pointer or with the focus, else the first on the screen. */
function pointedChart(): string | undefined {
  const all = [...document.querySelectorAll<HTMLElement>('[data-testid=chart]')];
  const seen = all.find((chart) => chart.getBoundingClientRect().bottom > 150);
  return (all.find((chart) => chart.matches(':hover')) ?? all.find((chart) => chart.contains(document.activeElement)) ?? seen)?.dataset.metric;
}

/** A project at work: its runs, its landmarks, its charts, live. */
export function WorkspacePage() {
  const [marked, setMarked] = useState<Record<string, string>>({});
  const { project, view, change, keys, marks, keyList, allColumns, chosen, asked, runs } = useWorkspace(1, Object.values(marked).filter(Boolean).join(' and '));
  const whole = useWholeView();
  const known = useQuery(projectQuery(project));
  const navigate = useNavigate();
  const focus = useFocus();
  const dark = useDark();
  const search = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [beside, setBeside] = useState(() => recall('runs') !== 'away');
  const grouping = useGrouping(project, view, asked);
  const shown = useShownRuns(runs, view);
  const shownIds = useMemo(() => new Set(shown.map((run) => run.id)), [shown]);
  const colours = useMemo(() => runColours(runs.rows, view.colourBy, dark), [runs.rows, view.colourBy, dark]);
  const { axis, smoothing, smoothKind, logX, logY, clip, members, zoom } = view;
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
  const names = useMemo(() => metrics.filter((k) => k.kind === 'metric').map((k) => k.key), [metrics]);
  const onZoom = useCallback((range: [number, number] | null) => change({ zoom: range }), [change]);
  const onFull = useCallback((full: string | null) => change({ full }), [change]);
  const onToggle = useCallback((section: string) => change((v) => ({ toggled: toggle(v.toggled, section) })), [change]);
  const onAxis = useCallback((next: string) => change({ axis: next, zoom: null }), [change]);
  const onLayout = useCallback((edit: (layout: Layout) => Layout) => change((v) => ({ layout: edit(v.layout) })), [change]);
  const onBrush = useCallback((id: string, filter: string) => setMarked((now) => ((now[id] ?? '') === filter ? now : { ...now, [id]: filter })), []);
  useEffect(() => {
    document.title = `${project} · Cairn`;
    return () => setFocus(null);
  }, [project]);

  // Rows in the order they are seen, so that the keyboard walks the list as it stands.
  const tree = useMemo<ListRow[]>(() => treeOf(runs.rows, view.toggled), [runs.rows, view.toggled]);
  const rows = grouping.on ? grouping.rows : tree;
  const move = (by: number) => {
    if (rows.length === 0) return;
    const next = Math.min(rows.length - 1, Math.max(0, (cursor ?? (by > 0 ? -1 : 0)) + by));
    setCursor(next);
    const row = rows[next]!;
    setFocus(row.group ? (row.group.leaf ? row.group.id : null) : shownIds.has(row.row.id) ? row.row.id : null);
  };
  const here = cursor === null ? undefined : rows[cursor];
  const at = here && !here.group ? here.row : undefined;
  const hide = () => {
    if (here?.group) change((v) => groupEye(v, here.group.leaves, false, grouping.groups.map((one) => groupUid(one, v.groupBy))));
    else if (at) change((v) => eye(v, at.id, false));
  };
  const open = () => {
    const [team, name] = project.split('/');
    if (here?.group) change((v) => ({ toggled: toggle(v.toggled, groupKey(here.group.uid)) }));
    else if (at) void navigate({ to: '/$team/$project/runs/$uid', params: { team, project: name, uid: at.uid } } as never);
  };
  const flipBeside = () => {
    setBeside(!beside);
    remember('runs', beside ? 'away' : 'beside');
  };
  useKeys({
    '/': () => search.current?.focus(),
    j: () => move(1),
    k: () => move(-1),
    h: hide,
    o: open,
    x: () => at && setSelected(new Set(toggle([...selected], at.id))),
    p: () => at && change((v) => ({ pinned: toggle(v.pinned, at.id) })),
    b: () => at && change((v) => ({ delta: baselineOf(v.delta) === at.id ? null : `run:${at.id}` })),
    f: () => { const chart = pointedChart(); if (chart !== undefined) onFull(chart); },
    r: () => change({ zoom: null }),
    l: () => change((v) => ({ logY: !v.logY })),
    s: () => change(flipSmoothing),
    'mod+z': whole.undo,
    'mod+shift+z': whole.redo,
    'mod+y': whole.redo,
    'mod+j': flipBeside,
  });

  if (known.error) return <ProblemView error={known.error} retry={() => void known.refetch()} />;
  if (runs.isSuccess && runs.total === 0 && view.filter === '' && view.search === '' && Object.values(marked).every((text) => text === ''))
    return (
      <div className={css.scroll}>
        <Empty drawing title={`No runs in ${project} yet`}><Suspense><TracesHere project={project} /></Suspense><p>A run appears here the moment your code starts one. Point a client at this server:</p></Empty>
        <Suspense fallback={<Skeleton lines={6} />}><GettingStarted project={project} /></Suspense>
      </div>
    );
  return (
    <div className={css.workspace}>
      {beside && (
        <Sidebar
          project={project} view={view} change={change} runs={runs} rows={rows} grouping={grouping} shown={shownIds} colours={colours} columns={chosen} allColumns={allColumns} landmarks={marks} cursor={cursor}
          selected={selected} onSelected={setSelected}
        />
      )}
      <div className={css.content}>
        <Toolbar view={view} change={change} metrics={names} search={search} arranged>
          <RunCount view={view} change={change} shown={grouping.on ? grouping.groups.slice(0, view.count).filter((one) => !view.hiddenGroups.includes(groupUid(one, view.groupBy))).length : shown.length} total={grouping.on ? grouping.total : runs.total} groups={grouping.on} />
          <ViewTools project={project} whole={whole} columns={allColumns} metric={marks[0]?.metric} beside={beside} onBeside={flipBeside} onLayout={onLayout} onFull={onFull} layout={view.layout} />
        </Toolbar>
        {metrics.length > 0 && <LandmarkStrip project={project} landmarks={marks} rows={runs.rows} runs={shown} focus={focus} metrics={names} />}
        <div className={css.scroll} data-scroller>
          {(keys.isPending || whole.loading) && <Skeleton lines={6} />}
          {whole.error !== null && <ProblemView error={whole.error} />}
          {keys.error && <ProblemView error={keys.error} retry={() => void keys.refetch()} />}
          {keys.isSuccess && metrics.length === 0 && <Empty title="No metrics yet"><p>The runs of this project have not logged a number so far. Charts appear by themselves with the first one; what else the runs left is behind their names at the left.</p></Empty>}
          {!whole.loading && (
            <PanelGrid
              metrics={metrics} runs={shown} groups={groups} landmarks={marks} settings={settings} focus={focus} search={view.panels} toggled={view.toggled} full={view.full} onZoom={onZoom} onFull={onFull}
              onToggle={onToggle} onAxis={onAxis} layout={view.layout} onLayout={onLayout} project={project} filter={combineFilter(view.filter, view.search)} onBrush={onBrush}
            />
          )}
        </div>
      </div>
    </div>
  );
}
