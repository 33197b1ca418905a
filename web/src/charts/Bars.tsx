import { placeLabels } from '../landmarks/ruler';
import { useWidth } from '../ui/useWidth';
import css from './charts.module.css';
import type { ChartModel } from './model';
import { formatNumber } from './ticks';

/** One value a run as horizontal bars from zero, best first, with the landmarks as lines across them. */
export function Bars({ model, direction }: { model: ChartModel; direction: 'max' | 'min' }) {
  const [scale, width] = useWidth<HTMLDivElement>();
  const rows = model.lines
    .map(({ run, series }) => ({ run, value: series.last[series.n - 1] ?? Number.NaN }))
    .sort((a, b) => (direction === 'max' ? b.value - a.value : a.value - b.value) || a.run.id - b.run.id);
  const focus = rows.some((row) => row.run.id === model.focus) ? model.focus : null;
  const values = [...rows.map((row) => row.value), ...model.marks.map((mark) => mark.value)].filter(Number.isFinite);
  const min = Math.min(0, ...values);
  const max = Math.max(0, ...values);
  const share = (v: number) => ((Math.min(max, Math.max(min, v)) - min) / (max - min || 1)) * 100;
  const labels = placeLabels(model.marks.map((mark) => ({ item: mark, at: share(mark.value) / 100, width: width === 0 ? 0 : (mark.name.length * 5.6 + 6) / width })), 2, 0.4);
  return (
    <div className={css.bars} style={{ paddingTop: labels.some((l) => l.row > 0) ? 30 : labels.length > 0 ? 18 : 6 }}>
      <div className={css.barsInner}>
        <div ref={scale} className={css.barMarks} aria-hidden="true">
          {labels.map(({ item, left, row }) => (
            <div key={item.name}>
              <span className={css.barMark} style={{ left: `${share(item.value)}%`, top: row > 0 ? -2 : 12 }} />
              <span className={css.barLabel} style={{ left: `${left * 100}%`, top: row > 0 ? -16 : -3 }} title={`${item.name} ${formatNumber(item.value)}`}>{item.name}</span>
            </div>
          ))}
        </div>
        {rows.map(({ run, value }) => (
          <div key={run.id} className={css.bar} data-dim={focus !== null && focus !== run.id} title={`${run.name}: ${value}`}>
            <span className="ellipsis">{run.name}</span>
            <i><b style={{ left: `${share(Math.min(0, value))}%`, width: `${Math.abs(share(value) - share(0))}%`, background: run.colour }} /></i>
            <span className="num">{formatNumber(value)}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
