import { memo, useEffect, useMemo } from 'react';
import type { Landmark } from '../api/types';
import { toProblem } from '../api/http';
import { LandmarkRuler } from '../landmarks/LandmarkRuler';
import { directionOf, marksOf } from '../landmarks/ruler';
import { Button } from '../ui/controls';
import { Bars } from './Bars';
import css from './charts.module.css';
import { expose } from './exposed';
import type { ChartModel, ChartRun } from './model';
import { Plot } from './Plot';
import { formatNumber } from './ticks';
import { useSeries, type Lines } from './useSeries';

/** How all charts of a page are shown. */
export interface ChartSettings {
  axis: string;
  smoothing: number;
  logY: boolean;
  zoom: [number, number] | null;
}

interface Props {
  metric: string;
  runs: readonly ChartRun[];
  landmarks: readonly Landmark[];
  settings: ChartSettings;
  focus: number | null;
  onZoom: (range: [number, number] | null) => void;
  onFull?: (metric: string) => void;
  /** How many runs of the project have this metric, where known. */
  having?: number;
}

export function useChartModel({ metric, runs, landmarks, settings, focus }: Omit<Props, 'onZoom'>, fine = 1): [ChartModel, Lines] {
  const data = useSeries(runs, metric, settings.axis, settings.zoom, fine);
  const marks = useMemo(() => marksOf(landmarks, metric), [landmarks, metric]);
  const model = useMemo<ChartModel>(() => ({ metric, lines: data.lines, marks, focus, ...settings }), [metric, data.lines, marks, focus, settings]);
  useEffect(() => expose(model), [model]);
  return [model, data];
}

function Message({ data, settings, runs, having }: { data: Lines; settings: ChartSettings; runs: number; having?: number }) {
  if (data.outside && !data.single) return <div className={css.message}>Nothing in the zoomed range. Press r to see the whole of it.</div>;
  if (data.lines.length > 0 || data.pending) return null;
  if (data.error) {
    const problem = toProblem(data.error);
    return <div className={css.message} role="alert">{problem.title}. {problem.detail}</div>;
  }
  const why = runs === 0 ? 'No run is shown: turn on an eye in the list.'
    : settings.axis.startsWith('metric:') ? `None of the ${runs} shown runs logged this together with ${settings.axis.slice(7)}. Choose another x axis.`
    : having !== undefined ? `None of the ${runs} shown runs has this metric (${having} in the project ${having === 1 ? 'does' : 'do'}).`
    : 'No points yet.';
  return <div className={css.message}>{why}</div>;
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

/** The drawing part of a panel: curves, bars where there is one value a run, or why there is nothing. */
export function PanelBody({ model, data, runs, settings, landmarks, onZoom, having }: { model: ChartModel; data: Lines } & Omit<Props, 'metric' | 'focus'>) {
  return (
    <>
      {data.lines.length > 0 && (data.single || !data.outside) && (data.single
        ? runs.length === 1 ? <SingleValue model={model} /> : <Bars model={model} direction={directionOf(landmarks, model.metric) ?? 'max'} />
        : <Plot model={model} onZoom={onZoom} />)}
      <Message data={data} settings={settings} runs={runs.length} having={having} />
    </>
  );
}

/** One metric's chart in the grid. */
export const Panel = memo(function Panel(props: Props) {
  const { metric, runs, settings, onFull } = props;
  const [model, data] = useChartModel(props);
  const slash = metric.lastIndexOf('/');
  const points = data.lines.reduce((sum, { series }) => sum + series.n, 0);
  const missing = runs.length - data.lines.length;
  return (
    <section
      className={css.panel} aria-label={`Chart of ${metric}`} data-testid="chart" data-metric={metric} data-runs={data.lines.length} data-points={points}
      data-kind={!data.single ? 'lines' : runs.length === 1 ? 'value' : 'bars'} data-last={data.lines.map(({ series }) => series.last[series.n - 1]).join(' ')}
    >
      <header className={css.panelHead}>
        <h3 className="ellipsis grow" title={metric}>{slash > 0 && <span>{metric.slice(0, slash + 1)}</span>}{metric.slice(slash + 1)}</h3>
        {!data.pending && missing > 0 && data.lines.length > 0 && <span className={css.note} title={`${missing} of the ${runs.length} shown runs do not have ${metric}`}>{data.lines.length}/{runs.length}</span>}
        {settings.logY && !data.single && <span className={css.note} title="Logarithmic y axis; values of zero and below are not shown">log</span>}
        <span className={css.panelTools}>{onFull && <Button icon="expand" kind="ghost" small label={`Show ${metric} full screen`} onClick={() => onFull(metric)} />}</span>
      </header>
      <div className={css.plot}><PanelBody {...props} model={model} data={data} /></div>
      {data.pending && <div className={css.busy} aria-hidden="true" />}
    </section>
  );
});
