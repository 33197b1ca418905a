import { useVirtualizer } from '@tanstack/react-virtual';
import { Link } from '@tanstack/react-router';
import { memo, useEffect, useMemo, useRef } from 'react';
import type { GroupNumbers, Landmark, RunRow } from '../api/types';
import { rowHeight, useDark, useDensity } from '../app/preferences';
import { useNow } from '../ui/useNow';
import { colourOf } from '../charts/palette';
import { CairnGlyph } from '../landmarks/CairnGlyph';
import { directionOf, marksOf } from '../landmarks/ruler';
import { StateMark } from '../ui/controls';
import { Icon } from '../ui/icons';
import { setFocus } from './focus';
import css from './runs.module.css';
import type { GroupRow, ListRow } from './groupTree';
import { foldKey, type Branch } from './tree';
import { Twig } from './Twig';
import { formatDelta, formatNumber } from '../charts/ticks';
import { verdict } from './delta';
import type { NumbersOfGroups } from './useGroupNumbers';
import { formatValue, heading, metricColumn, numeric, valueOf } from './values';

export interface RowActions {
  onEye: (run: number, alone: boolean) => void;
  onFold: (run: number) => void;
  onPin: (run: number) => void;
  onBaseline: (run: number) => void;
  onSelect: (run: number) => void;
  onGroup: (group: GroupRow) => void;
  onGroupEye: (group: GroupRow, alone: boolean) => void;
}

interface Props {
  project: string;
  rows: readonly ListRow[];
  folded: readonly string[];
  total: number;
  columns: readonly string[];
  landmarks: readonly Landmark[];
  shown: ReadonlySet<number>;
  colours: ReadonlyMap<number, string>;
  hiddenGroups: readonly string[];
  groupNumbers: NumbersOfGroups;
  pinned: readonly number[];
  selected: ReadonlySet<number>;
  baseline: number | null;
  cursor: number | null;
  sort: string | undefined;
  /** Whether groups are drawn in place of runs. */
  grouped: boolean;
  actions: RowActions;
  onMore: () => void;
  onSort: (column: string) => void;
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

interface RowProps extends Pick<Props, 'project' | 'columns' | 'landmarks' | 'actions' | 'grouped'>, Branch {
  now: number;
  folded: boolean;
  on: boolean;
  current: boolean;
  pinned: boolean;
  selected: boolean;
  baseline: boolean;
  colour: string;
  /** The run that the others' numbers are compared with. */
  against: RunRow | undefined;
}

/** A value of a run, and under it how far it is from the baseline's where there is one. */
function ListCell({ row, column, landmarks, against, now }: { row: RunRow; column: string; landmarks: readonly Landmark[]; against: RunRow | undefined; now: number }) {
  const [own, base] = [numeric(row.values[column]), against && against.id !== row.id ? numeric(against.values[column]) : undefined];
  const difference = metricColumn(column) && own !== undefined && base !== undefined ? own - base : undefined;
  const title = `${heading(column)}: ${formatValue(column, valueOf(row, column, now))}${difference === undefined ? '' : `, ${formatDelta(difference)} from ${against!.name || against!.uid}`}`;
  return (
    <span className={css.cell} data-stacked={difference !== undefined} title={title}>
      <span className={css.value}><Value row={row} column={column} landmarks={landmarks} now={now} /></span>
      {difference !== undefined && <small className={`${css.difference} ${verdict(difference, column, landmarks) ?? ''}`} data-testid="list-delta">{formatDelta(difference)}</small>}
    </span>
  );
}

const Row = memo(function Row({ project, row, depth, below, folded, columns, landmarks, on, current, pinned, selected, baseline, grouped, colour, against, now, actions }: RowProps) {
  const [team, name] = project.split('/') as [string, string];
  return (
    // Pointing only brings a curve forward; the keyboard has j and k.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className={css.row} data-on={grouped || on} data-current={current} data-selected={selected} data-baseline={baseline} onMouseEnter={() => setFocus(on && !grouped ? row.id : null)} role="listitem" data-testid="run-row" data-uid={row.uid}>
      {!grouped && (
        <button
          type="button" className={css.eye} aria-pressed={on} aria-label={`${on ? 'Hide' : 'Show'} ${row.name}`} title={`${on ? 'Hide' : 'Show'} (h); Alt click: this run alone`}
          onClick={(e) => actions.onEye(row.id, e.altKey)}
        >
          <Icon name={on ? 'eye' : 'eyeOff'} size={13} />
        </button>
      )}
      <Twig depth={depth} below={below} folded={folded} name={row.name} onFold={() => actions.onFold(row.id)} />
      <i className={css.dot} style={on && !grouped ? { background: colour } : { boxShadow: `inset 0 0 0 1.5px ${colour}` }} />
      <Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: row.uid }} className={css.name} title={row.name}>{row.name || row.uid}</Link>
      <span className={css.marks}>
        <button type="button" className={css.mark} data-set={selected} aria-pressed={selected} aria-label={`Select ${row.name}`} title="Select (x)" onClick={() => actions.onSelect(row.id)}><Icon name="check" size={12} /></button>
        <button type="button" className={css.mark} data-set={pinned} aria-pressed={pinned} aria-label={`Pin ${row.name}`} title="Pin to the top (p)" onClick={() => actions.onPin(row.id)}><Icon name="pin" size={12} /></button>
        <button type="button" className={css.mark} data-set={baseline} data-flag aria-pressed={baseline} aria-label={`Baseline ${row.name}`} title="Baseline that others are compared with (b)" onClick={() => actions.onBaseline(row.id)}><Icon name="flag" size={12} /></button>
      </span>
      <StateMark state={row.state} />
      {columns.map((column) => <ListCell key={column} row={row} column={column} landmarks={landmarks} against={against} now={now} />)}
    </div>
  );
});

/** The mean over a group's runs, and under it how far they spread. */
function GroupCell({ column, numbers }: { column: string; numbers: GroupNumbers | undefined }) {
  const [mean, spread] = [numeric(numbers?.mean), numeric(numbers?.std)];
  if (mean === undefined) return <span className={css.cell} />;
  return (
    <span className={css.cell} data-stacked={spread !== undefined} title={`${heading(column)}: mean ${formatNumber(mean)}${spread === undefined ? '' : ` ± ${formatNumber(spread)} (standard deviation)`} over ${numbers!.n} ${numbers!.n === 1 ? 'run' : 'runs'}`} data-testid="group-mean">
      <span className={css.value}>{formatNumber(mean)}</span>
      {spread !== undefined && <small className={css.difference}>± {formatNumber(spread, 2)}</small>}
    </span>
  );
}

function Group({ group, columns, numbers, hidden, current, actions, dark }: { group: GroupRow; columns: readonly string[]; numbers: Readonly<Record<string, GroupNumbers | undefined>> | undefined; hidden: readonly string[]; current: boolean; actions: RowActions; dark: boolean }) {
  const on = group.leaves.some((leaf) => !hidden.includes(leaf));
  const colour = colourOf(group.uid, dark);
  return (
    // Pointing only brings a curve forward; the keyboard has j and k.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className={css.row} data-on={on} data-current={current} data-group="true" onMouseEnter={() => setFocus(on && group.leaf ? group.id : null)} role="listitem" data-testid="group-row" data-uid={group.uid}>
      <button type="button" className={css.eye} aria-pressed={on} aria-label={`${on ? 'Hide' : 'Show'} ${group.name}`} title={`${on ? 'Hide' : 'Show'}; Alt click: this group alone. What other groups show does not change.`} onClick={(e) => actions.onGroupEye(group, e.altKey)}>
        <Icon name={on ? 'eye' : 'eyeOff'} size={13} />
      </button>
      <span className={css.twig} style={{ paddingLeft: group.depth * 14 }}>
        <button type="button" aria-expanded={group.open} aria-label={`Runs of ${group.name}`} onClick={() => actions.onGroup(group)}><Icon name="chevron" size={11} /></button>
      </span>
      {group.leaf && <i className={css.dot} style={on ? { background: colour } : { boxShadow: `inset 0 0 0 1.5px ${colour}` }} />}
      <button type="button" className={css.name} onClick={() => actions.onGroup(group)} title={group.name}><span className={css.groupName}><small>{group.name.slice(0, -group.shared.length - 1)}</small> <span>{group.shared}</span></span></button>
      <span className={css.members} title={`${group.runs} ${group.runs === 1 ? 'run' : 'runs'} in this group, hidden or not`}>{group.runs.toLocaleString('en')}{columns.length === 0 && (group.runs === 1 ? ' run' : ' runs')}</span>
      {columns.map((column) => <GroupCell key={column} column={column} numbers={numbers?.[column]} />)}
    </div>
  );
}

/** The list of runs beside the charts: only rows on the screen exist. */
export function RunList({ project, rows, folded, total, columns, landmarks, shown, colours, hiddenGroups, groupNumbers, pinned, selected, baseline, cursor, sort, grouped, actions, onMore, onSort }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = rowHeight(useDensity());
  const dark = useDark();
  const now = useNow();
  const list = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12 });
  useEffect(() => list.measure(), [height, list]);
  useEffect(() => {
    if (cursor !== null) list.scrollToIndex(cursor);
  }, [cursor, list]);
  const against = useMemo(() => (baseline === null ? undefined : rows.find((one) => !one.group && one.row.id === baseline)), [rows, baseline]);
  const items = list.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const atEnd = !grouped && rows.length < total && last >= rows.length - 15;
  useEffect(() => {
    if (atEnd) onMore();
  }, [atEnd, onMore, rows.length]);
  return (
    // Leaving the list with the pointer only ends a highlight; the keyboard has j and k.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={scroller} className={css.list} onMouseLeave={() => setFocus(null)}>
      <div className={css.listHead}>
        <span className="grow">{grouped ? 'Group' : 'Run'}</span>
        {columns.map((column) => (
          <button type="button" key={column} className={css.cell} title={`Sort by ${heading(column)}`} onClick={() => onSort(column)}>
            <span className="ellipsis">{heading(column).replace(/^.*\//, '')}</span>
            {sort?.replace(/^-/, '') === column && <Icon name={sort.startsWith('-') ? 'down' : 'up'} size={10} />}
          </button>
        ))}
      </div>
      <div style={{ height: list.getTotalSize(), position: 'relative' }} role="list" aria-label={grouped ? 'Groups' : 'Runs'}>
        {items.map((item) => {
          const one = rows[item.index]!;
          return (
            <div key={one.group ? one.group.uid : one.row.id} style={{ position: 'absolute', inset: '0 0 auto', height, transform: `translateY(${item.start}px)` }}>
              {one.group
                ? <Group group={one.group} columns={columns} numbers={groupNumbers.get(one.group.uid)} hidden={hiddenGroups} current={cursor === item.index} actions={actions} dark={dark} />
                : <Row
                    project={project} row={one.row} depth={one.depth} below={one.below} folded={folded.includes(foldKey(one.row.id))} columns={columns} landmarks={landmarks} on={shown.has(one.row.id)}
                    current={cursor === item.index} pinned={pinned.includes(one.row.id)} selected={selected.has(one.row.id)} baseline={baseline === one.row.id} grouped={grouped}
                    colour={colours.get(one.row.id) ?? colourOf(one.row.uid, dark)} against={against?.group ? undefined : against?.row} now={now} actions={actions}
                  />}
            </div>
          );
        })}
      </div>
    </div>
  );
}
