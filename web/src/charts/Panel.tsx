import { lazy, memo, Suspense, useEffect, useMemo, useState } from 'react';
import { toProblem } from '../api/http';
import type { Landmark } from '../api/types';
import { LandmarkRuler } from '../landmarks/LandmarkRuler';
import { directionOf, marksOf } from '../landmarks/ruler';
import { Button, Pop } from '../ui/controls';
import { Skeleton } from '../ui/states';
import type { PanelChange } from '../view/layout';
import type { BoardPanel } from './board';
import css from './charts.module.css';
import { expose } from './exposed';
import type { ChartModel, ChartRun } from './model';
import { Plot } from './Plot';
import { settingsOf, type ChartSettings } from './settings';
import { formatNumber } from './ticks';
import { useGroups, type ShownGroups } from './useGroups';
import { finenessOf, useSeries, useWindows, type Lines } from './useSeries';

export type { ChartSettings } from './settings';

const Bars = lazy(() => import('./Bars').then((m) => ({ default: m.Bars })));
const Legend = lazy(() => import('./Legend').then((m) => ({ default: m.Legend })));
const PanelMenu = lazy(() => import('./PanelMenu').then((m) => ({ default: m.PanelMenu })));

/** What can be done with the panels of a page that keeps its arrangement. */
export interface PanelEdit {
  /** Metrics there are to choose from. */
  names: readonly string[];
  change: (id: string, change: PanelChange) => void;
  duplicate: (panel: BoardPanel) => void;
  remove: (panel: BoardPanel) => void;
  /** Moves a panel one place: -1 before its neighbour, 1 after. */
  shift: (panel: BoardPanel, by: -1 | 1) => void;
  drag: (event: React.PointerEvent, panel: BoardPanel) => void;
  resize: (event: React.PointerEvent, panel: BoardPanel) => void;
}

export interface PanelProps {
  panel: BoardPanel;
  runs: readonly ChartRun[];
  groups?: ShownGroups;
  landmarks: readonly Landmark[];
  settings: ChartSettings;
  focus: number | null;
  onZoom: (range: [number, number] | null) => void;
  onFull?: (id: string) => void;
  onAxis?: (axis: string) => void;
  edit?: PanelEdit;
  /** How many runs of the project have this metric, where known. */
  having?: number;
  /** The metric that its client logs it against, where it said so. */
  stepMetric?: string;
}

/** A panel's data and all that its chart shows. */
export function usePanel({ panel, runs, groups, landmarks, settings, focus, stepMetric }: PanelProps, fine = 1) {
  const { own, metrics } = panel;
  const shown = useMemo(() => settingsOf(settings, own, stepMetric), [settings, own, stepMetric]);
  const [whole, part] = useWindows(shown.axis, shown.zoom, groups ? fine : fine * finenessOf(runs.length), shown.logX ?? false);
  const behind = groups && shown.members ? groups.members : undefined;
  const alone = useSeries(behind ?? runs, metrics, whole, part, groups === undefined || behind !== undefined);
  const together = useGroups(groups, metrics, whole, part);
  const data: Lines = groups ? together : alone;
  const marks = useMemo(() => metrics.flatMap((metric) => marksOf(landmarks, metric)), [landmarks, metrics]);
  const model = useMemo<ChartModel>(() => ({ metric: panel.id, lines: data.lines, behind: behind && alone.lines, marks, focus, ...shown }), [panel.id, data.lines, behind, alone.lines, marks, focus, shown]);
  useEffect(() => expose(model), [model]);
  return { model, data, shown };
}

function Message({ data, axis, runs, having, name, onAxis }: { data: Lines; axis: string; runs: number; having?: number; name: string; onAxis?: (axis: string) => void }) {
  if (data.outside && !data.single) return <div className={css.message}>Nothing in the zoomed range. Press r to see the whole of it.</div>;
  if (data.lines.length > 0 || data.pending) return null;
  if (data.error) {
    const problem = toProblem(data.error);
    return <div className={css.message} role="alert"><p><b>{problem.title}.</b> {problem.detail} {problem.remedy}</p></div>;
  }
  if (runs === 0) return <div className={css.message}>No run is shown: none matches, or every eye in the list is closed.</div>;
  if (axis.startsWith('metric:'))
    return (
      <div className={css.message}>
        <p>
          {data.found > 0
            ? `${name} has points in ${data.found} of the ${runs} shown runs, but none of them logged it together with ${axis.slice(7)}.`
            : `None of the ${runs} shown runs has ${name}.`}{' '}
          {onAxis && data.found > 0 && <Button small onClick={() => onAxis('step')}>Show by step</Button>}
        </p>
      </div>
    );
  return (
    <div className={css.message}>
      {having !== undefined
        ? `None of the ${runs} shown runs has ${name}; ${having} in the project ${having === 1 ? 'does' : 'do'}. Show others in the list.`
        : `No points of ${name} yet.`}
    </div>
  );
}

function SingleValue({ model }: { model: ChartModel }) {
  const { run, series } = model.lines[0]!;
  const value = series.last[series.n - 1] ?? Number.NaN;
  return (
    <div className={css.value}>
      <b>{formatNumber(value)}</b>
      {model.marks.length > 0 && <LandmarkRuler marks={model.marks} values={[{ key: run.id, name: run.name, value, colour: run.colour, main: true }]} />}
    </div>
  );
}

type BodyProps = Pick<PanelProps, 'panel' | 'runs' | 'groups' | 'landmarks' | 'onZoom' | 'having' | 'onAxis'> & { model: ChartModel; data: Lines };

/** The drawing part of a panel: curves, bars where there is one value a run, or why there is nothing. */
export function PanelBody({ panel, model, data, runs, groups, landmarks, onZoom, having, onAxis }: BodyProps) {
  return (
    <>
      {data.lines.length > 0 && (data.single || !data.outside) && (data.single
        ? runs.length === 1 && !groups ? <SingleValue model={model} /> : <Suspense><Bars model={model} direction={directionOf(landmarks, panel.metrics[0]!) ?? 'max'} /></Suspense>
        : <Plot model={model} onZoom={onZoom} />)}
      {panel.metrics.length === 0
        ? <div className={css.message}>This panel has no metric yet: choose one in its menu.</div>
        : <Message data={data} axis={model.axis} runs={groups ? Math.max(1, runs.length) : runs.length} having={having} name={panel.title} onAxis={onAxis} />}
    </>
  );
}

/** One chart in the grid. */
export const Panel = memo(function Panel(props: PanelProps) {
  const { panel, runs, groups, onFull, edit } = props;
  const { model, data, shown } = usePanel(props);
  const [focus, setFocus] = useState<number | null>(null);
  const highlighted = useMemo(() => (focus === null ? model : { ...model, focus }), [model, focus]);
  const { title, metrics, own } = panel;
  const slash = own.title === undefined && metrics.length === 1 && !metrics[0]!.startsWith('=') ? title.lastIndexOf('/') : -1;
  const points = data.lines.reduce((sum, { series }) => sum + series.n, 0);
  const missing = groups || metrics.length > 1 ? 0 : runs.length - data.lines.length;
  const legend = own.legend ?? (metrics.length > 1 && !data.single);
  const kind = !data.single ? 'lines' : runs.length === 1 ? 'value' : 'bars';
  return (
    <section
      className={css.panel} aria-label={`Chart of ${title}`} data-testid="chart" data-metric={panel.id} data-runs={data.lines.length} data-points={points}
      data-kind={kind} data-last={data.lines.length > 200 ? '' : data.lines.map(({ series }) => series.last[series.n - 1]).join(' ')} data-axis={shown.axis}
    >
      {/* Moving by pointer has its twin in the menu. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <header className={css.panelHead} data-movable={edit !== undefined} onPointerDown={(e) => e.button === 0 && !(e.target as HTMLElement).closest('button, input, select, [popover]') && edit?.drag(e, panel)}>
        <h3 className="ellipsis grow" title={title}>{slash > 0 && !title.startsWith('system/') && <span>{title.slice(0, slash + 1)}</span>}{title.slice(slash + 1)}</h3>
        {!data.pending && missing > 0 && data.lines.length > 0 && <span className={css.note} title={`${missing} of the ${runs.length} shown runs do not have ${title}`}>{data.lines.length} of {runs.length} runs</span>}
        {shown.logY && !data.single && <span className={css.note} title="Logarithmic y axis; values of zero and below are not shown">log</span>}
        {shown.clip && !data.single && <span className={css.note} title="The y axis leaves out the highest and lowest few values">clipped</span>}
        {shown.axis !== props.settings.axis && !data.single && <span className={css.note} title={own.axis === undefined ? 'Its client logs it against this metric' : 'This panel has its own x axis'}>x {shown.axis.replace(/^metric:/, '')}</span>}
        <span className={css.panelTools}>
          {onFull && <Button icon="expand" kind="ghost" small label={`Show ${title} full screen (f)`} onClick={() => onFull(panel.id)} />}
          <Pop label={`Settings of ${title}`} align="end" trigger={<Button icon="more" kind="ghost" small label={`Settings of ${title}`} />}>
            <Suspense fallback={<Skeleton lines={5} />}><PanelMenu panel={panel} model={model} settings={shown} edit={edit} grouped={groups !== undefined} /></Suspense>
          </Pop>
        </span>
      </header>
      <div className={css.plot}><PanelBody {...props} model={highlighted} data={data} /></div>
      {legend && <Suspense><Legend lines={data.lines} metrics={metrics} onFocus={setFocus} /></Suspense>}
      {data.pending && <div className={css.busy} aria-hidden="true" />}
      {edit && <div className={css.resizer} onPointerDown={(e) => edit.resize(e, panel)} aria-hidden="true" />}
    </section>
  );
});
