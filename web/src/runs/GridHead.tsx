import { memo, useRef, useState } from 'react';
import type { Column } from '../api/types';
import { formatNumber } from '../charts/ticks';
import { Button, Pop } from '../ui/controls';
import { Icon } from '../ui/icons';
import type { ViewPatch } from '../view/useView';
import type { View } from '../view/viewState';
import { ColumnMenu } from './ColumnMenu';
import { readColumnFilter } from './filterTerms';
import css from './table.module.css';
import { heading, metricColumn } from './values';

export const HEAD_HEIGHT = 46;

interface Props {
  project: string;
  column: string;
  shown: readonly string[];
  known: readonly Column[];
  view: View;
  change: (patch: ViewPatch) => void;
  width: number;
  referenceAt: number | undefined;
  onMove: (column: string, target: string) => void;
  fixed?: boolean;
}

/** The sort after a click on a heading; with `also` the other keys stay before it. */
export function sortBy(view: View, column: string, also: boolean): Partial<View> {
  const mine = view.sort.find((term) => term.column === column);
  const next = mine === undefined ? [{ column, descending: true }] : mine.descending ? [{ column, descending: false }] : [];
  if (!also) return { sort: next };
  return { sort: mine === undefined ? [...view.sort, ...next] : view.sort.flatMap((term) => (term.column === column ? next : [term])) };
}

/** A heading: click to sort (with Shift by another key), drag to move, the edge to widen, a menu for the rest. */
export const GridHead = memo(function GridHead({ project, column, shown, known, view, change, width, referenceAt, onMove, fixed }: Props) {
  const metric = metricColumn(column);
  const place = view.sort.findIndex((term) => term.column === column);
  const sorted = place < 0 ? undefined : view.sort[place];
  const [over, setOver] = useState(false);
  const dragged = useRef<{ x: number; width: number } | null>(null);
  const filtered = Object.keys(readColumnFilter(view.filter, column)).length > 0;
  const text = metric ? metric.metric : column === 'name' ? 'Run' : heading(column);
  const resize = (e: React.PointerEvent) => {
    e.preventDefault();
    e.stopPropagation();
    dragged.current = { x: e.clientX, width };
    const move = (m: PointerEvent) => {
      const to = Math.round(Math.min(1200, Math.max(60, dragged.current!.width + m.clientX - dragged.current!.x)));
      change((v) => ({ widths: { ...v.widths, [column]: to } }));
    };
    const up = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
  };
  return (
    <div
      className={css.head} data-over={over} draggable={!fixed}
      onDragStart={(e) => { e.dataTransfer.setData('text/cairn-column', column); e.dataTransfer.effectAllowed = 'move'; }}
      onDragOver={(e) => { if (!fixed && e.dataTransfer.types.includes('text/cairn-column')) { e.preventDefault(); setOver(true); } }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => { setOver(false); const from = e.dataTransfer.getData('text/cairn-column'); if (from) { e.preventDefault(); onMove(from, column); } }}
    >
      <button type="button" className={css.headName} onClick={(e) => change((v) => sortBy(v, column, e.shiftKey))} title={`${column}\nClick to sort; with Shift by this as well`}>
        <span className="ellipsis">{text}</span>
        {sorted && <Icon name={sorted.descending ? 'down' : 'up'} size={10} />}
        {sorted && view.sort.length > 1 && <sup>{place + 1}</sup>}
      </button>
      <small className={css.headNote}>
        <span className="ellipsis">{metric ? metric.statistic : column.includes('.') ? column.split('.')[0] : column === 'name' ? 'name' : 'run'}</span>
        {referenceAt !== undefined && <span className="ellipsis">vs {formatNumber(referenceAt)}</span>}
      </small>
      <Pop label={`Column ${column}`} align="end" trigger={<Button icon={filtered ? 'filter' : 'chevron'} small kind="ghost" on={filtered || undefined} className={css.headMenu} aria-label={`Menu of column ${column}${filtered ? ', filtered' : ''}`} label={filtered ? 'Filtered; sort, filter, move, pin' : 'Sort, filter, move, pin'} />}>
        <ColumnMenu project={project} column={column} info={known.find((c) => c.name === column || (metric && c.name === `metrics.${metric.metric}`))} shown={shown} view={view} change={change} onMove={onMove} fixed={fixed} />
      </Pop>
      {/* Wider or narrower is a matter of comfort; the keyboard reaches everything at any width. */}
      {!fixed && <div className={css.edge} onPointerDown={resize} onDoubleClick={() => change((v) => ({ widths: Object.fromEntries(Object.entries(v.widths).filter(([c]) => c !== column)) }))} aria-hidden="true" />}
    </div>
  );
});
