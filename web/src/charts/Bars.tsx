import { placeLabels } from '../landmarks/ruler';
import { useWidth } from '../ui/useWidth';
import { barRows, type BarRow } from './barRows';
import css from './charts.module.css';
import type { ChartModel } from './model';
import { formatNumber } from './ticks';
import { hideTooltip, showTooltip } from './tooltip';

const LETTER = 5.9; // about as wide as one is at this size
const VALUE = 52;
const SPREAD = 38;

function hover(e: React.MouseEvent<HTMLElement>, row: BarRow): void {
  const title = row.members.length === 1 ? row.name : `${row.name} · ${row.members.length} runs, ${formatNumber(row.value)}${row.std === undefined ? '' : ` ± ${formatNumber(row.std, 2)}`}`;
  showTooltip(e.clientX, e.clientY, title, row.members.length, -1, (i) => {
    const { run, value } = row.members[i]!;
    return { colour: run.colour, dash: false, name: run.name, value: formatNumber(value, 6), extra: '', strong: false };
  }, e.currentTarget);
}

/**
 * One value a run as horizontal bars from zero, best first, with the landmarks as lines across them. Runs of one group
 * are one bar: their mean, a whisker of one standard deviation, a dot for each.
 */
export function Bars({ model, direction }: { model: ChartModel; direction: 'max' | 'min' }) {
  const [inner, width] = useWidth<HTMLDivElement>();
  const rows = barRows(model.lines, direction);
  const focused = rows.some((row) => row.members.some((m) => m.run.id === model.focus)) ? model.focus : null;
  const values = [...rows.flatMap((row) => [...row.members.map((m) => m.value), row.value - (row.std ?? 0), row.value + (row.std ?? 0)]), ...model.marks.map((mark) => mark.value)].filter(Number.isFinite);
  const min = Math.min(0, ...values);
  const max = Math.max(0, ...values);
  const share = (v: number) => ((Math.min(max, Math.max(min, v)) - min) / (max - min || 1)) * 100;
  const label = (row: BarRow) => (row.members.length > 1 ? `${row.name} ×${row.members.length}` : row.name);
  const spread = rows.some((row) => row.std !== undefined);
  const value = VALUE + (spread ? SPREAD : 0);
  // Names get what they need, as long as a third of the room is left to the bars.
  const name = Math.max(60, Math.min(Math.max(...rows.map((row) => label(row).length)) * LETTER + 8, (width - value) * 0.62));
  const room = Math.max(1, width - name - value - 12);
  const wanted = model.marks.map((mark) => ({ item: mark, at: share(mark.value) / 100, width: width === 0 ? 0 : (mark.name.length * 5.6 + 6) / room }));
  const labels = placeLabels(wanted, 2, 0.4);
  const legible = wanted.reduce((sum, l) => sum + l.width, 0) <= 1.9; // two rows hold so much; else the lines stand alone
  const two = labels.some((l) => l.row > 0);
  return (
    <div className={css.bars} style={{ paddingTop: legible && two ? 30 : labels.length > 0 ? 18 : 6 }}>
      <div ref={inner} className={css.barsInner} style={{ '--name': `${name}px`, '--value': `${value}px` } as React.CSSProperties}>
        <div className={css.barMarks} aria-hidden="true">
          {labels.map(({ item, left, row }) => (
            <div key={item.name}>
              <span className={css.barMark} style={{ left: `${share(item.value)}%`, top: row > 0 ? -2 : 12 }} />
              <span className={css.barLabel} style={{ left: `${left * 100}%`, top: row > 0 ? -16 : -3 }}>{legible && item.name}</span>
            </div>
          ))}
        </div>
        {rows.map((row) => (
          // What the pointer shows is in the full view's table too.
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
          <div key={row.members[0]!.run.id} className={css.bar} data-testid="bar" data-members={row.members.length} data-dim={focused !== null && !row.members.some((m) => m.run.id === focused)} onMouseMove={(e) => hover(e, row)} onMouseLeave={hideTooltip}>
            <span className={css.barName}><span className="ellipsis">{row.name}</span>{row.members.length > 1 && <small>×{row.members.length}</small>}</span>
            <i>
              <b style={{ left: `${share(Math.min(0, row.value))}%`, width: `${Math.abs(share(row.value) - share(0))}%`, background: row.members[0]!.run.colour }} />
              {row.std !== undefined && <s style={{ left: `${share(row.value - row.std)}%`, width: `${share(row.value + row.std) - share(row.value - row.std)}%` }} />}
            </i>
            <span className="num">{formatNumber(row.value)}{row.std !== undefined && <small> ± {formatNumber(row.std, 1)}</small>}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
