import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { project as projectQuery } from '../api/queries';
import { useKeys } from '../app/keys';
import { PanelGrid } from '../charts/PanelGrid';
import type { ChartSettings } from '../charts/Panel';
import { GettingStarted } from '../home/GettingStarted';
import { LandmarkStrip } from '../landmarks/LandmarkStrip';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import ui from '../ui/ui.module.css';
import { toggle } from '../view/viewState';
import { setFocus, useFocus } from './focus';
import css from './runs.module.css';
import { eye, Sidebar } from './Sidebar';
import { flipSmoothing, Toolbar } from './Toolbar';
import { treeOf } from './tree';
import { useShownRuns } from './useRuns';
import { useWorkspace } from './useWorkspace';

const COUNTS = [10, 25, 50, 100, 200, 500];

/** A project at work: its runs, its landmarks, its charts, live. */
export function WorkspacePage() {
  const { project, view, change, keys, marks, keyList, allColumns, chosen, runs } = useWorkspace(1);
  const known = useQuery(projectQuery(project));
  const navigate = useNavigate();
  const focus = useFocus();
  const search = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const shown = useShownRuns(runs, view);
  const shownIds = useMemo(() => new Set(shown.map((run) => run.id)), [shown]);
  const { axis, smoothing, logY, zoom } = view;
  const [from, to] = zoom ?? [undefined, undefined];
  const settings = useMemo<ChartSettings>(() => ({ axis, smoothing, logY, zoom: from === undefined ? null : [from, to!] }), [axis, smoothing, logY, from, to]);
  const metrics = useMemo(() => keyList.filter((k) => k.kind !== 'record'), [keyList]);
  const names = useMemo(() => metrics.filter((k) => k.kind === 'metric').map((k) => k.key), [metrics]);
  const onZoom = useCallback((range: [number, number] | null) => change({ zoom: range }), [change]);
  const onFull = useCallback((full: string | null) => change({ full }), [change]);
  const onToggle = useCallback((section: string) => change((v) => ({ toggled: toggle(v.toggled, section) })), [change]);
  useEffect(() => {
    document.title = `${project} · Cairn`;
    return () => setFocus(null);
  }, [project]);

  // Runs in the order they are seen, so that the keyboard walks the list as it stands.
  const rows = useMemo(() => treeOf(runs.rows, view.toggled), [runs.rows, view.toggled]);
  const move = (by: number) => {
    if (rows.length === 0) return;
    const next = Math.min(rows.length - 1, Math.max(0, (cursor ?? (by > 0 ? -1 : 0)) + by));
    setCursor(next);
    setFocus(shownIds.has(rows[next]!.row.id) ? rows[next]!.row.id : null);
  };
  const at = cursor === null ? undefined : rows[cursor]?.row;
  useKeys({
    '/': () => search.current?.focus(),
    j: () => move(1),
    k: () => move(-1),
    h: () => at && change((v) => eye(v, at.id, false)),
    o: () => at && void navigate({ to: '/$team/$project/runs/$uid', params: { team: project.split('/')[0], project: project.split('/')[1], uid: at.uid } } as never),
    r: () => change({ zoom: null }),
    l: () => change((v) => ({ logY: !v.logY })),
    s: () => change(flipSmoothing),
  });

  if (known.error) return <ProblemView error={known.error} retry={() => void known.refetch()} />;
  if (runs.isSuccess && runs.total === 0 && view.filter === '' && view.search === '')
    return (
      <div className={css.scroll}>
        <Empty drawing title={`No runs in ${project} yet`}><p>A run appears here the moment your code starts one. Point a client at this server:</p></Empty>
        <GettingStarted project={project} />
      </div>
    );
  const hiddenByCount = runs.total - view.hidden.length > shown.length || view.only.length > 0;
  return (
    <div className={css.workspace}>
      <Sidebar project={project} view={view} change={change} runs={runs} rows={rows} shown={shownIds} columns={chosen} allColumns={allColumns} landmarks={marks} cursor={cursor} />
      <div className={css.content}>
        <Toolbar view={view} change={change} metrics={names} search={search}>
          <label className={css.tool} title="Charts draw the first runs of the list whose eye is open">
            {hiddenByCount || view.hidden.length > 0 ? `showing ${shown.length} of ${runs.total} runs` : `showing all ${runs.total} runs`}
            <select className={ui.select} aria-label="Runs drawn at most" value={view.count} onChange={(e) => change({ count: Number(e.target.value) })}>
              {[...new Set([...COUNTS, view.count])].sort((a, b) => a - b).map((n) => <option key={n} value={n}>up to {n}</option>)}
            </select>
          </label>
        </Toolbar>
        {metrics.length > 0 && <LandmarkStrip project={project} landmarks={marks} rows={runs.rows} runs={shown} focus={focus} metrics={names} />}
        <div className={css.scroll}>
          {keys.isPending && <Skeleton lines={6} />}
          {keys.error && <ProblemView error={keys.error} retry={() => void keys.refetch()} />}
          {keys.isSuccess && metrics.length === 0 && <Empty title="No metrics yet"><p>The runs of this project have not logged a number so far. Charts appear by themselves with the first one.</p></Empty>}
          <PanelGrid metrics={metrics} runs={shown} landmarks={marks} settings={settings} focus={focus} search={view.panels} toggled={view.toggled} full={view.full} onZoom={onZoom} onFull={onFull} onToggle={onToggle} />
        </div>
      </div>
    </div>
  );
}
