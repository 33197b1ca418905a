import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import { memo, useEffect, useRef } from 'react';
import type { Landmark, RunRow } from '../api/types';
import { rowHeight, useDark, useDensity } from '../app/preferences';
import { useNow } from '../ui/useNow';
import { colourOf } from '../charts/palette';
import { CairnGlyph } from '../landmarks/CairnGlyph';
import { directionOf, marksOf } from '../landmarks/ruler';
import { StateMark } from '../ui/controls';
import { Icon } from '../ui/icons';
import { setFocus } from './focus';
import css from './runs.module.css';
import { foldKey, type Branch } from './tree';
import { Twig } from './Twig';
import { formatValue, heading, metricColumn, numeric, valueOf } from './values';

interface Props {
  project: string;
  rows: readonly Branch[];
  folded: readonly string[];
  total: number;
  columns: readonly string[];
  landmarks: readonly Landmark[];
  shown: ReadonlySet<number>;
  cursor: number | null;
  sort: string | undefined;
  onEye: (run: number, alone: boolean) => void;
  onMore: () => void;
  onSort: (column: string) => void;
  onFold: (run: number) => void;
}

/** A value, and for a metric with landmarks the cairn of those it is past. */
export function Value({ row, column, landmarks, now }: { row: RunRow; column: string; landmarks: readonly Landmark[]; now: number }) {
  const value = valueOf(row, column, now);
  const metric = metricColumn(column);
  const number = metric ? numeric(value) : undefined;
  const marks = metric && number !== undefined && metric.statistic !== 'count' ? marksOf(landmarks, metric.metric) : [];
  return (
    <>
      {marks.length > 0 && <CairnGlyph value={number!} marks={marks} direction={directionOf(landmarks, metric!.metric)!} />}
      <span className={number !== undefined && !Number.isFinite(number) ? css.nonfinite : undefined}>{formatValue(column, value)}</span>
    </>
  );
}

interface RowProps extends Pick<Props, 'project' | 'columns' | 'landmarks' | 'onEye' | 'onFold'>, Branch {
  now: number;
  folded: boolean;
  on: boolean;
  current: boolean;
  dark: boolean;
}

const Row = memo(function Row({ project, row, depth, below, folded, columns, landmarks, on, current, dark, now, onEye, onFold }: RowProps) {
  const [team, name] = project.split('/') as [string, string];
  const colour = colourOf(row.uid, dark);
  return (
    <div className={css.row} data-on={on} data-current={current} onMouseEnter={() => setFocus(on ? row.id : null)} role="row" data-testid="run-row" data-uid={row.uid}>
      <button
        type="button" className={css.eye} aria-pressed={on} aria-label={`${on ? 'Hide' : 'Show'} ${row.name}`} title={`${on ? 'Hide' : 'Show'} (h); Alt click: this run alone`}
        onClick={(e) => onEye(row.id, e.altKey)}
      >
        <Icon name={on ? 'eye' : 'eyeOff'} size={13} />
      </button>
      <Twig depth={depth} below={below} folded={folded} name={row.name} onFold={() => onFold(row.id)} />
      <i className={css.dot} style={on ? { background: colour } : { boxShadow: `inset 0 0 0 1.5px ${colour}` }} />
      <Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: row.uid }} className={css.name} title={row.name}>{row.name || row.uid}</Link>
      <StateMark state={row.state} />
      {columns.map((column) => <span key={column} className={css.cell} title={`${heading(column)}: ${formatValue(column, valueOf(row, column, now))}`}><Value row={row} column={column} landmarks={landmarks} now={now} /></span>)}
    </div>
  );
});

/** The list of runs beside the charts: only rows on the screen exist. */
export function RunList({ project, rows, folded, total, columns, landmarks, shown, cursor, sort, onEye, onMore, onSort, onFold }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = rowHeight(useDensity());
  const dark = useDark();
  const now = useNow();
  const list = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12 });
  useEffect(() => list.measure(), [height, list]);
  useEffect(() => {
    if (cursor !== null) list.scrollToIndex(cursor);
  }, [cursor, list]);
  const items = list.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const atEnd = rows.length < total && last >= rows.length - 15;
  useEffect(() => {
    if (atEnd) onMore();
  }, [atEnd, onMore, rows.length]);
  return (
    // Leaving the list with the pointer only ends a highlight; the keyboard has j and k.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div ref={scroller} className={css.list} onMouseLeave={() => setFocus(null)} role="table" aria-label="Runs" aria-rowcount={total}>
      <div className={css.listHead} role="row">
        <span className="grow">Run</span>
        {columns.map((column) => (
          <button type="button" key={column} className={css.cell} title={`Sort by ${heading(column)}`} onClick={() => onSort(column)}>
            <span className="ellipsis">{heading(column).replace(/^.*\//, '')}</span>
            {sort?.replace(/^-/, '') === column && <Icon name={sort.startsWith('-') ? 'down' : 'up'} size={10} />}
          </button>
        ))}
      </div>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const { row, depth, below } = rows[item.index]!;
          return (
            <div key={row.id} style={{ position: 'absolute', inset: '0 0 auto', height, transform: `translateY(${item.start}px)` }}>
              <Row project={project} row={row} depth={depth} below={below} folded={folded.includes(foldKey(row.id))} onFold={onFold} columns={columns} landmarks={landmarks} on={shown.has(row.id)} current={cursor === item.index} dark={dark} now={now} onEye={onEye} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
