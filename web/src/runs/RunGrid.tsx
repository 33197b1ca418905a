import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import type { Column, Landmark, RunRow } from '../api/types';
import { rowHeight, useDark, useDensity } from '../app/preferences';
import { useNow } from '../ui/useNow';
import type { ViewPatch } from '../view/useView';
import type { View } from '../view/viewState';
import { referenceValue, type Reference } from './delta';
import { GridCell } from './GridCell';
import { GridHead, HEAD_HEIGHT } from './GridHead';
import { GroupCell, RunCell, type NameActions } from './NameCell';
import type { Line } from './lines';
import css from './table.module.css';
import type { Range } from './useBlocks';
import { heading } from './values';

const NAME = 280;

interface Props {
  project: string;
  total: number;
  lines: { count: number; at: (index: number) => Line };
  columns: readonly string[];
  allColumns: readonly Column[];
  landmarks: readonly Landmark[];
  view: View;
  change: (patch: ViewPatch) => void;
  reference: Reference | null;
  baseline: RunRow | undefined;
  cursor: number;
  onCursor: (index: number) => void;
  onRows: (range: Range) => void;
  onColumns: (range: Range) => void;
  isSelected: (id: number) => boolean;
  allSelected: boolean | 'some';
  onSelectAll: () => void;
  actions: NameActions;
  onEdit: (row: RunRow, patch: { tags?: string[]; notes?: string }) => Promise<void>;
  onMove: (column: string, target: string) => void;
  footer?: ReactNode;
}

export interface Shown {
  name: string;
  start: number;
  size: number;
}

function widthOf(column: string, view: View, delta: boolean): number {
  const own = view.widths[column];
  if (own !== undefined) return own;
  const metric = column.startsWith('metrics.');
  const base = view.groupBy.length > 0 && metric ? 150 : metric ? 118 : column === 'tags' ? 180 : column === 'notes' ? 220 : column === 'state' ? 96 : /At$/.test(column) ? 138 : 126;
  return Math.round(Math.max(base, Math.min(240, heading(column).length * 7.2 + 46)) + (delta && metric ? 62 : 0));
}

interface RowProps extends Pick<Props, 'project' | 'landmarks' | 'reference' | 'baseline' | 'actions' | 'onEdit'> {
  line: Line;
  index: number;
  top: number;
  height: number;
  width: number;
  nameWidth: number;
  pinned: readonly Shown[];
  cells: readonly Shown[];
  groupBy: readonly string[];
  selected: boolean;
  current: boolean;
  dark: boolean;
  now: number;
}

const GridRow = memo(function GridRow({ line, index, top, height, width, nameWidth, pinned, cells, project, landmarks, reference, baseline, groupBy, selected, current, dark, now, actions, onEdit }: RowProps) {
  const cell = (column: Shown, fixed: boolean) => (
    <div key={column.name} className={css.td} style={{ left: column.start, width: column.size }} data-fixed={fixed} role="cell">
      <GridCell line={line} column={column.name} landmarks={landmarks} reference={reference} baseline={baseline} groupBy={groupBy} now={now} onEdit={onEdit} />
    </div>
  );
  return (
    <div className={css.tr} style={{ transform: `translateY(${top}px)`, height, width }} role="row" aria-rowindex={index + 2} aria-selected={selected} data-current={current} data-kind={line.kind}
      data-baseline={line.kind === 'run' && line.row.id === baseline?.id} data-testid={line.kind === 'group' ? 'group-row' : 'table-row'} data-index={index}>
      <div className={css.pin} style={{ width: nameWidth }}>
        <div className={css.nameCell} style={{ width: NAME }} role="rowheader">
          {line.kind === 'run' && <RunCell line={line} index={index} project={project} selected={selected} dark={dark} isBaseline={line.row.id === baseline?.id} actions={actions} />}
          {line.kind === 'group' && <GroupCell line={line} index={index} groupBy={groupBy} actions={actions} />}
          {line.kind === 'wait' && <i className={css.wait} />}
          {line.kind === 'more' && <button type="button" className={css.goOn} style={{ marginLeft: 30 + line.depth * 14 }} onClick={() => actions.more(line.key)}>{line.shown.toLocaleString('en')} of {line.of.toLocaleString('en')} runs shown: show more</button>}
        </div>
        {pinned.map((column) => cell(column, true))}
      </div>
      {cells.map((column) => cell(column, false))}
    </div>
  );
});

/** The grid: rows and columns exist only where they are on the screen; the run's name and pinned columns stay at the left. */
export function RunGrid({ project, total, lines, columns, allColumns, landmarks, view, change, reference, baseline, cursor, onCursor, onRows, onColumns, isSelected, allSelected, onSelectAll, actions, onEdit, onMove, footer }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = rowHeight(useDensity());
  const dark = useDark();
  const now = useNow(30_000);
  const withDelta = reference !== null;
  const size = useCallback((column: string) => widthOf(column, view, withDelta), [view, withDelta]);
  const pinned = useMemo(() => {
    let start = NAME;
    return view.pinnedColumns.map((name): Shown => {
      const shown = { name, start, size: size(name) };
      start += shown.size;
      return shown;
    });
  }, [view.pinnedColumns, size]);
  const nameWidth = pinned.reduce((sum, one) => sum + one.size, NAME);
  const free = useMemo(() => columns.filter((column) => !view.pinnedColumns.includes(column)), [columns, view.pinnedColumns]);
  // Both follow the same scrolling: drawn in one pass with the frame, not each in one of its own.
  const vertical = useVirtualizer({ count: lines.count, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 8, useFlushSync: false, paddingStart: HEAD_HEIGHT, scrollPaddingStart: HEAD_HEIGHT });
  const horizontal = useVirtualizer({ horizontal: true, count: free.length, getScrollElement: () => scroller.current, estimateSize: (i) => size(free[i]!), overscan: 2, useFlushSync: false, paddingStart: nameWidth, scrollPaddingStart: nameWidth });
  const shape = `${height} ${withDelta} ${nameWidth} ${view.groupBy.length > 0} ${free.map((c) => view.widths[c] ?? '').join()} ${free.length} ${free[0]}`;
  useEffect(() => {
    void shape;
    vertical.measure();
    horizontal.measure();
  }, [shape, vertical, horizontal]);
  const items = vertical.getVirtualItems();
  const across = horizontal.getVirtualItems();
  const [top, bottom] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const [left, right] = [across[0]?.index ?? 0, across.at(-1)?.index ?? 0];
  useEffect(() => onRows({ from: top, to: bottom }), [top, bottom, onRows]);
  useEffect(() => onColumns({ from: left, to: right }), [left, right, onColumns]);
  useEffect(() => {
    if (cursor >= 0) vertical.scrollToIndex(cursor);
  }, [cursor, vertical]);
  const cellShape = across.map((one) => `${free[one.index]} ${one.start} ${one.size}`).join('\n');
  const cells = useMemo(() => across.map((one): Shown => ({ name: free[one.index]!, start: one.start, size: one.size })),
    // The text stands for the items, which are new objects at every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [cellShape]);
  const width = Math.max(horizontal.getTotalSize(), nameWidth);
  const head = (column: Shown) => (
    <div key={column.name} className={css.th} style={{ left: column.start, width: column.size }} role="columnheader" aria-sort={view.sort[0]?.column === column.name ? (view.sort[0].descending ? 'descending' : 'ascending') : undefined}>
      <GridHead project={project} column={column.name} shown={columns} known={allColumns} view={view} change={change} width={column.size} referenceAt={referenceValue(reference, column.name, landmarks, baseline)} onMove={onMove} />
    </div>
  );
  return (
    // The keyboard's way through the rows is with the page's keys, j and k and the arrows.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <div ref={scroller} className={css.wrap} role="table" aria-label="Runs" aria-rowcount={total + 1} aria-colcount={columns.length + 1} data-testid="grid"
      // A region that scrolls must be reachable without a mouse.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onClick={(e) => {
        const row = (e.target as HTMLElement).closest<HTMLElement>('[data-index]');
        if (row && !(e.target as HTMLElement).closest('a, button, input')) onCursor(Number(row.dataset.index));
      }}>
      <div style={{ height: vertical.getTotalSize(), width, position: 'relative' }} role="rowgroup">
        <div className={css.thead} style={{ width, height: HEAD_HEIGHT }} role="row" aria-rowindex={1}>
          <div className={css.pin} style={{ width: nameWidth }}>
            <div className={css.nameHead} style={{ width: NAME }} role="columnheader">
              <input type="checkbox" aria-label="Select all runs that match" checked={allSelected === true} ref={(e) => { if (e) e.indeterminate = allSelected === 'some'; }} onChange={onSelectAll} />
              <GridHead project={project} column="name" shown={columns} known={allColumns} view={view} change={change} width={NAME} referenceAt={undefined} onMove={onMove} fixed />
            </div>
            {pinned.map(head)}
          </div>
          {cells.map(head)}
        </div>
        {items.map((item) => {
          const line = lines.at(item.index);
          return (
            <GridRow key={item.key} line={line} index={item.index} top={item.start} height={height} width={width} nameWidth={nameWidth} pinned={pinned} cells={cells} project={project} landmarks={landmarks}
              reference={reference} baseline={baseline} groupBy={view.groupBy} selected={line.kind === 'run' && isSelected(line.row.id)} current={cursor === item.index} dark={dark} now={now} actions={actions} onEdit={onEdit} />
          );
        })}
      </div>
      {footer}
    </div>
  );
}
