import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Landmark, RunRow } from '../api/types';
import { rowHeight, useDark, useDensity } from '../app/preferences';
import { colourOf } from '../charts/palette';
import { formatDelta, formatNumber } from '../charts/ticks';
import { Button, StateMark } from '../ui/controls';
import { Icon } from '../ui/icons';
import { useNow } from '../ui/useNow';
import type { ViewPatch } from '../view/useView';
import { toggle, type View } from '../view/viewState';
import { referenceValue, verdict, type Reference } from './delta';
import { Value } from './RunList';
import css from './runs.module.css';
import { nextSort } from './Sidebar';
import { foldKey, type Branch } from './tree';
import { Twig } from './Twig';
import { columnOf, heading, metricColumn, numeric, valueOf } from './values';

const NAME = 260;
const STATISTICS = ['last', 'min', 'max', 'mean'] as const;

interface Props {
  project: string;
  rows: readonly Branch[];
  total: number;
  columns: readonly string[];
  landmarks: readonly Landmark[];
  view: View;
  change: (patch: ViewPatch) => void;
  reference: Reference | null;
  baseline: RunRow | undefined;
  onMore: () => unknown;
}

function widthOf(column: string, delta: boolean): number {
  const base = column.startsWith('metrics.') ? 118 : column === 'state' ? 92 : /At$/.test(column) ? 138 : 126;
  return Math.max(base, Math.min(240, heading(column).length * 7.2 + 34)) + (delta && column.startsWith('metrics.') ? 62 : 0);
}

function Head({ column, chosen, sorted, referenceAt, onSort, onChange }: {
  column: string; chosen: readonly string[]; sorted: boolean | null; referenceAt: number | undefined; onSort: () => void; onChange: (columns: string[]) => void;
}) {
  const metric = metricColumn(column);
  return (
    <>
      <button type="button" onClick={onSort} title={`Sort by ${column}`}>
        <span className="ellipsis">{metric ? metric.metric : heading(column)}</span>
        {sorted !== null && <Icon name={sorted ? 'down' : 'up'} size={10} />}
      </button>
      <small className="row">
        {metric
          ? (
            <select aria-label={`Which value of ${metric.metric}`} value={metric.statistic} onChange={(e) => onChange(chosen.map((c) => (c === column ? columnOf(metric.metric, e.target.value) : c)))}>
              {[...new Set([...STATISTICS, metric.statistic])].map((s) => <option key={s} value={s}>{s}</option>)}
            </select>
          )
          : column.includes('.') ? column.split('.')[0] : 'run'}
        {referenceAt !== undefined && <span>vs {formatNumber(referenceAt)}</span>}
      </small>
    </>
  );
}

/** The grid: rows and columns exist only where they are on the screen; the run's name stays at the left. */
export function RunGrid({ project, rows, total, columns, landmarks, view, change, reference, baseline, onMore }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = rowHeight(useDensity());
  const dark = useDark();
  const now = useNow();
  const [team, name] = project.split('/') as [string, string];
  const vertical = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 10, paddingStart: 44 });
  const horizontal = useVirtualizer({ horizontal: true, count: columns.length, getScrollElement: () => scroller.current, estimateSize: (i) => widthOf(columns[i]!, reference !== null), overscan: 3, paddingStart: NAME });
  const shape = `${height} ${reference !== null} ${columns.join()}`;
  useEffect(() => {
    void shape;
    vertical.measure();
    horizontal.measure();
  }, [shape, vertical, horizontal]);
  const items = vertical.getVirtualItems();
  const cells = horizontal.getVirtualItems();
  const atEnd = rows.length < total && (items.at(-1)?.index ?? 0) >= rows.length - 20;
  useEffect(() => {
    if (atEnd) onMore();
  }, [atEnd, onMore, rows.length]);
  const width = horizontal.getTotalSize();
  const [first] = view.sort;
  return (
    <div ref={scroller} className={css.tableWrap} role="table" aria-label="Runs" aria-rowcount={total} aria-colcount={columns.length + 1}>
      <div style={{ height: vertical.getTotalSize(), width, position: 'relative' }}>
        <div className={css.tableHead} style={{ width }} role="row">
          <div className={css.pin} style={{ width: NAME }} role="columnheader"><button type="button" onClick={() => change((v) => nextSort(v, 'name'))}><b>Run</b></button>{first?.column === 'name' && <Icon name={first.descending ? 'down' : 'up'} size={10} />}</div>
          {cells.map((cell) => {
            const column = columns[cell.index]!;
            return (
              <div key={column} className={css.th} style={{ left: cell.start, width: cell.size }} role="columnheader">
                <Head column={column} chosen={columns} sorted={first?.column === column ? first.descending : null} referenceAt={referenceValue(reference, column, landmarks, baseline)} onSort={() => change((v) => nextSort(v, column))} onChange={(next) => change({ columns: next })} />
              </div>
            );
          })}
        </div>
        {items.map((item) => {
          const { row, depth, below } = rows[item.index]!;
          return (
            <div key={row.id} className={css.tr} style={{ top: item.start, height, width }} data-baseline={row.id === baseline?.id} data-testid="table-row" role="row">
              <div className={css.pin} style={{ width: NAME }} role="rowheader">
                <Twig depth={depth} below={below} folded={view.toggled.includes(foldKey(row.id))} name={row.name} onFold={() => change((v) => ({ toggled: toggle(v.toggled, foldKey(row.id)) }))} />
                <i className={css.dot} style={{ background: colourOf(row.uid, dark) }} />
                <Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: row.uid }} className={css.name} title={row.name}>{row.name || row.uid}</Link>
                <Button icon="flag" small kind="ghost" className={css.flag} on={row.id === baseline?.id} label={row.id === baseline?.id ? 'Stop comparing with this run' : 'Compare the others with this run'} onClick={() => change({ delta: row.id === baseline?.id ? null : `run:${row.id}` })} />
              </div>
              {cells.map((cell) => {
                const column = columns[cell.index]!;
                const value = valueOf(row, column, now);
                const number = numeric(value);
                const against = referenceValue(reference, column, landmarks, baseline);
                const difference = against !== undefined && number !== undefined ? number - against : undefined;
                return (
                  <div key={column} className={css.td} style={{ left: cell.start, width: cell.size }} data-num={number !== undefined} role="cell">
                    {column === 'state' ? <StateMark state={row.state} text /> : <Value row={row} column={column} landmarks={landmarks} now={now} />}
                    {difference !== undefined && <span className={`${css.delta} ${verdict(difference, column, landmarks) ?? ''}`}>{formatDelta(difference)}</span>}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}
