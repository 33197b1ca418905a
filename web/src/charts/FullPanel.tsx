import { useEffect } from 'react';
import { directionOf } from '../landmarks/ruler';
import { Button, Dialog } from '../ui/controls';
import ui from '../ui/ui.module.css';
import type { BoardPanel } from './board';
import css from './charts.module.css';
import { PanelBody, usePanel, type PanelProps } from './Panel';
import { PanelMenu } from './PanelMenu';
import { formatCount, formatNumber } from './ticks';

interface Props extends Omit<PanelProps, 'onFull'> {
  panels: readonly BoardPanel[];
  onFull: (id: string | null) => void;
}

/** One chart over the whole window, three times as fine, with its settings beside and its lines as a table; arrows go to the next one. */
export function FullPanel(props: Props) {
  const { panel, panels, landmarks, onFull, onZoom, edit, groups } = props;
  const { model, data, shown } = usePanel(props, 3);
  const at = panels.findIndex((one) => one.id === panel.id);
  const go = (by: number) => onFull(panels[(at + by + panels.length) % panels.length]?.id ?? panel.id);
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) return;
      if (e.key === 'ArrowRight') go(1);
      if (e.key === 'ArrowLeft') go(-1);
      if (e.key === 'r') onZoom(null);
      if (e.key === 'l') edit?.change(panel.id, { logY: !shown.logY });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  });
  const direction = directionOf(landmarks, panel.metrics[0] ?? '') ?? 'max';
  const rows = data.lines
    .map(({ run, series }) => {
      let [min, max] = [Infinity, -Infinity];
      for (let i = 0; i < series.n; i++) {
        const [a, b] = [series.min?.[i] ?? series.last[i]!, series.max?.[i] ?? series.last[i]!];
        if (a < min) min = a;
        if (b > max) max = b;
      }
      return { run, key: series.key, last: series.last[series.n - 1] ?? Number.NaN, min, max, count: series.count };
    })
    .sort((a, b) => (direction === 'max' ? b.last - a.last : a.last - b.last));
  return (
    <Dialog title={`Chart of ${panel.title}`} onClose={() => onFull(null)} width="fit-content" bare>
      <div className={css.full} data-testid="full-chart">
        <header className={ui.dialogHead}>
          <h2 className="grow ellipsis">{panel.title}</h2>
          {props.settings.zoom && <Button icon="reset" kind="ghost" onClick={() => onZoom(null)}>Reset zoom</Button>}
          <span className="muted">{at + 1} of {panels.length}</span>
          <Button icon="left" kind="ghost" label="Previous chart (←)" onClick={() => go(-1)} />
          <Button icon="right" kind="ghost" label="Next chart (→)" onClick={() => go(1)} />
          <Button icon="close" kind="ghost" label="Close (Esc)" onClick={() => onFull(null)} />
        </header>
        <div className={css.fullMain}>
          <div className={css.fullCentre}>
            <div className={`${css.plot} ${css.fullPlot}`}><PanelBody {...props} model={model} data={data} /></div>
            <div className={css.fullLegend}>
              <table>
                <thead><tr><th>{groups ? 'Group' : 'Run'}</th><th className="num">Last</th><th className="num">Min</th><th className="num">Max</th><th className="num">{groups ? 'Runs' : 'Points'}</th></tr></thead>
                <tbody>
                  {rows.map(({ run, key, last, min, max, count }) => (
                    <tr key={`${run.id} ${key}`}>
                      <td><span className="row"><i className={css.swatch} style={{ borderTop: `2px ${run.dash.length > 0 ? 'dashed' : 'solid'} ${run.colour}` }} /> {run.name}</span></td>
                      <td className="num">{formatNumber(last)}</td><td className="num">{formatNumber(min)}</td><td className="num">{formatNumber(max)}</td>
                      <td className="num">{formatCount(count)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </div>
          {edit && <aside className={css.editor} aria-label="Settings of this chart"><PanelMenu panel={panel} model={model} settings={shown} edit={edit} grouped={groups !== undefined} /></aside>}
        </div>
      </div>
    </Dialog>
  );
}
