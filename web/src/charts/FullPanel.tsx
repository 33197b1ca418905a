import { useEffect } from 'react';
import type { Landmark } from '../api/types';
import { directionOf } from '../landmarks/ruler';
import { Button, Dialog } from '../ui/controls';
import css from './charts.module.css';
import type { ChartRun } from './model';
import { PanelBody, useChartModel, type ChartSettings } from './Panel';
import { formatNumber } from './ticks';
import ui from '../ui/ui.module.css';

interface Props {
  metric: string;
  metrics: readonly string[];
  runs: readonly ChartRun[];
  landmarks: readonly Landmark[];
  settings: ChartSettings;
  focus: number | null;
  onZoom: (range: [number, number] | null) => void;
  onFull: (metric: string | null) => void;
}

/** One chart over the whole window, three times as fine, with its runs as a table; arrows go to the next metric. */
export function FullPanel(props: Props) {
  const { metric, metrics, landmarks, onFull, onZoom } = props;
  const [model, data] = useChartModel(props, 3);
  const at = metrics.indexOf(metric);
  const go = (by: number) => onFull(metrics[(at + by + metrics.length) % metrics.length] ?? metric);
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.key === 'ArrowRight') go(1);
      if (e.key === 'ArrowLeft') go(-1);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });
  const direction = directionOf(landmarks, metric) ?? 'max';
  const rows = data.lines
    .map(({ run, series }) => {
      let [min, max] = [Infinity, -Infinity];
      for (let i = 0; i < series.n; i++) {
        const [a, b] = [series.min?.[i] ?? series.last[i]!, series.max?.[i] ?? series.last[i]!];
        if (a < min) min = a;
        if (b > max) max = b;
      }
      return { run, last: series.last[series.n - 1] ?? Number.NaN, min, max, count: series.count };
    })
    .sort((a, b) => (direction === 'max' ? b.last - a.last : a.last - b.last));
  return (
    <Dialog title={`Chart of ${metric}`} onClose={() => onFull(null)} width="auto" bare>
      <div className={css.full} data-testid="full-chart">
        <header className={ui.dialogHead}>
          <h2 className="grow ellipsis">{metric}</h2>
          {props.settings.zoom && <Button icon="reset" kind="ghost" onClick={() => onZoom(null)}>Reset zoom</Button>}
          <span className="muted">{at + 1} of {metrics.length}</span>
          <Button icon="left" kind="ghost" label="Previous chart (←)" onClick={() => go(-1)} />
          <Button icon="right" kind="ghost" label="Next chart (→)" onClick={() => go(1)} />
          <Button icon="close" kind="ghost" label="Close (Esc)" onClick={() => onFull(null)} />
        </header>
        <div className={`${css.plot} ${css.fullPlot}`}><PanelBody {...props} model={model} data={data} /></div>
        <div className={css.fullLegend}>
          <table>
            <thead><tr><th>Run</th><th className="num">Last</th><th className="num">Min</th><th className="num">Max</th><th className="num">Points</th></tr></thead>
            <tbody>
              {rows.map(({ run, last, min, max, count }) => (
                <tr key={run.id}>
                  <td><span className="row"><i className={css.swatch} style={{ borderTop: `2px ${run.dash.length > 0 ? 'dashed' : 'solid'} ${run.colour}` }} /> {run.name}</span></td>
                  <td className="num">{formatNumber(last)}</td><td className="num">{formatNumber(min)}</td><td className="num">{formatNumber(max)}</td>
                  <td className="num">{count.toLocaleString('en-US').replaceAll(',', ' ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </Dialog>
  );
}
