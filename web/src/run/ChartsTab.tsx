import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import type { Landmark, Run, SeriesSummary } from '../api/types';
import { useKeys } from '../app/keys';
import { PanelGrid } from '../charts/PanelGrid';
import type { ChartSettings } from '../charts/Panel';
import { defined, metricDefinitions } from '../runs/definitions';
import { flipSmoothing, Toolbar } from '../runs/Toolbar';
import { useChartRuns } from '../runs/useRuns';
import { Empty } from '../ui/states';
import { useView } from '../view/useView';
import { toggle } from '../view/viewState';
import css from './run.module.css';

const NONE: never[] = [];

interface Props {
  run: Run;
  series: readonly SeriesSummary[];
  loaded: boolean;
  landmarks: readonly Landmark[];
  system: boolean;
}

/** All charts of one run; with `system` those of the machine it ran on. */
export function ChartsTab({ run, series, loaded, landmarks, system }: Props) {
  const [view, change] = useView();
  const search = useRef<HTMLInputElement>(null);
  const rows = useMemo(() => [run], [run]);
  const runs = useChartRuns(rows);
  // One text for all keys: the summaries are new objects at every answer, the charts are the same.
  const keys = series.filter((s) => s.key.startsWith('system/') === system).map((s) => `${s.count > 1 ? 'n' : '1'}${s.key}`).join('\n');
  const definitions = useQuery(metricDefinitions(run.project)).data ?? NONE;
  const metrics = useMemo(() => (keys === '' ? [] : defined(keys.split('\n').map((key) => ({ key: key.slice(1), single: key.startsWith('1') })), definitions)), [keys, definitions]);
  const names = useMemo(() => (system ? [] : metrics.map((m) => m.key)), [metrics, system]);
  const axis = system && view.axis === 'step' ? 'relative' : view.axis;
  const { smoothing, smoothKind, logX, logY, clip, zoom } = view;
  const [from, to] = zoom ?? [undefined, undefined];
  const settings = useMemo<ChartSettings>(() => ({ axis, smoothing, smoothKind, logX, logY, clip, zoom: from === undefined ? null : [from, to!] }), [axis, smoothing, smoothKind, logX, logY, clip, from, to]);
  const onZoom = useCallback((range: [number, number] | null) => change({ zoom: range }), [change]);
  const onFull = useCallback((full: string | null) => change({ full }), [change]);
  const onToggle = useCallback((section: string) => change((v) => ({ toggled: toggle(v.toggled, section) })), [change]);
  useKeys({ '/': () => search.current?.focus(), r: () => change({ zoom: null }), l: () => change((v) => ({ logY: !v.logY })), s: () => change(flipSmoothing) });
  if (loaded && metrics.length === 0)
    return system
      ? <Empty title="No hardware series"><p>This run sent no <code>system/</code> metrics. The clients sample processor, memory and accelerators by default; very short runs end before the first sample.</p></Empty>
      : <Empty title="No metrics"><p>This run has not logged a number{run.state === 'running' ? ' so far; charts appear by themselves' : ''}.</p></Empty>;
  return (
    <>
      <Toolbar view={{ ...view, axis }} change={change} metrics={names} search={search} />
      <div className={css.scroll}>
        <PanelGrid metrics={metrics} runs={runs} landmarks={landmarks} settings={settings} focus={null} search={view.panels} toggled={view.toggled} prefix={system ? 'system/' : ''} full={view.full} onZoom={onZoom} onFull={onFull} onToggle={onToggle} />
      </div>
    </>
  );
}
