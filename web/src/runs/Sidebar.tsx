import { useCallback, useMemo, useState } from 'react';
import { toProblem } from '../api/http';
import type { Column, Landmark } from '../api/types';
import { recall, remember } from '../app/preferences';
import { Button, Field, Pop } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import ui from '../ui/ui.module.css';
import type { ViewPatch } from '../view/useView';
import { isVisible, toggle, type View } from '../view/viewState';
import { ColumnChooser } from './ColumnChooser';
import { groupUid } from '../charts/useGroups';
import { FilterInput } from './FilterInput';
import { RunList, type RowActions } from './RunList';
import { baselineOf } from './delta';
import css from './runs.module.css';
import { GroupBar, GroupButton } from './GroupBar';
import { groupKey, type ListRow } from './groupTree';
import { foldKey } from './tree';
import type { useGrouping } from './useGrouping';
import { useGroupNumbers } from './useGroupNumbers';
import type { useRuns } from './useRuns';

interface Props {
  project: string;
  view: View;
  change: (patch: ViewPatch) => void;
  runs: ReturnType<typeof useRuns>;
  rows: readonly ListRow[];
  grouping: ReturnType<typeof useGrouping>;
  shown: ReadonlySet<number>;
  colours: ReadonlyMap<number, string>;
  columns: readonly string[];
  allColumns: readonly Column[];
  landmarks: readonly Landmark[];
  cursor: number | null;
  selected: ReadonlySet<number>;
  onSelected: (selected: ReadonlySet<number>) => void;
}

/** The filter box with the server's complaint under it. */
export function FilterField({ project, columns, view, change, error }: { project: string; columns: readonly Column[]; view: View; change: (patch: ViewPatch) => void; error: unknown }) {
  const onChange = useCallback((filter: string) => change({ filter }), [change]);
  const problem = error && view.filter !== '' ? toProblem(error) : undefined;
  const wrong = problem?.status === 400;
  return (
    <>
      <FilterInput project={project} columns={columns} value={view.filter} bad={wrong} onChange={onChange} />
      {wrong && <div className={css.filterError} role="alert"><Icon name="warning" size={12} /><span><b>{problem!.title}.</b> {problem!.detail} {problem!.remedy}</span></div>}
    </>
  );
}

export function SortChooser({ view, change, columns }: { view: View; change: (patch: ViewPatch) => void; columns: readonly Column[] }) {
  const [first] = view.sort;
  return (
    <Pop label="Sort" align="end" trigger={<Button icon="sort" small kind="ghost" on={first !== undefined} label="Sort runs" />}>
      <div className={css.sorter}>
        <h3>Sort runs by</h3>
        <select className={ui.select} style={{ maxWidth: 'none' }} value={first?.column ?? ''} onChange={(e) => change({ sort: e.target.value === '' ? [] : [{ column: e.target.value, descending: first?.descending ?? true }] })}>
          <option value="">newest first</option>
          {columns.map((c) => <option key={c.name} value={c.name}>{c.name}</option>)}
        </select>
        {first && (
          <div className="row">
            <Button small on={first.descending} onClick={() => change({ sort: [{ ...first, descending: true }] })}>Highest first</Button>
            <Button small on={!first.descending} onClick={() => change({ sort: [{ ...first, descending: false }] })}>Lowest first</Button>
          </div>
        )}
      </div>
    </Pop>
  );
}

export const nextSort = (view: View, column: string): Partial<View> => {
  const [first] = view.sort;
  if (first?.column !== column) return { sort: [{ column, descending: true }] };
  return { sort: first.descending ? [{ column, descending: false }] : [] };
};

/** The runs beside the charts: search, filter, sort, columns, and an eye for each. */
export function Sidebar({ project, view, change, runs, rows, grouping, shown, colours, columns, allColumns, landmarks, cursor, selected, onSelected }: Props) {
  const [width, setWidth] = useState(() => Number(recall('sidebar')) || 340);
  const resize = (e: React.PointerEvent) => {
    const start = e.clientX - width;
    const move = (m: PointerEvent) => setWidth(Math.min(900, Math.max(220, m.clientX - start)));
    const up = (m: PointerEvent) => {
      remember('sidebar', String(Math.min(900, Math.max(220, m.clientX - start))));
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', up);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', up);
  };
  const numbers = useGroupNumbers(project, view, columns, allColumns);
  const { fetchNextPage, hasNextPage } = runs;
  const onMore = useCallback(() => void (hasNextPage && fetchNextPage()), [hasNextPage, fetchNextPage]);
  const onSort = useCallback((column: string) => change((v) => nextSort(v, column)), [change]);
  const actions = useMemo<RowActions>(() => ({
    onEye: (run, alone) => change((v) => eye(v, run, alone)),
    onFold: (run) => change((v) => ({ toggled: toggle(v.toggled, foldKey(run)) })),
    onPin: (run) => change((v) => ({ pinned: toggle(v.pinned, run) })),
    onBaseline: (run) => change((v) => ({ delta: baselineOf(v.delta) === run ? null : `run:${run}` })),
    onSelect: (run) => onSelected(new Set(toggle([...selected], run))),
    onGroup: (group) => change((v) => ({ toggled: toggle(v.toggled, groupKey(group.uid)) })),
    onGroupEye: (group, alone) => change((v) => groupEye(v, group.leaves, alone, grouping.groups.map((one) => groupUid(one, v.groupBy)))),
  }), [change, selected, onSelected, grouping.groups]);
  const [first] = view.sort;
  const narrowed = view.filter !== '' || view.search !== '';
  return (
    <aside className={css.sidebar} style={{ width: `min(${width}px, 45vw)` }} aria-label="Runs">
      <div className={css.sideHead}>
        <div className="row">
          <Field icon="search" value={view.search} label="Search runs by name" placeholder="Search runs" wait={200} onChange={(search) => change({ search })} className="grow" />
          <GroupButton view={view} change={change} columns={allColumns} />
          <SortChooser view={view} change={change} columns={allColumns} />
          <ColumnChooser all={allColumns} chosen={columns} small onChange={(next) => change({ columns: next })} />
        </div>
        {view.groupBy.length > 0 && <GroupBar view={view} change={change} />}
        <FilterField project={project} columns={allColumns} view={view} change={change} error={runs.error} />
      </div>
      {runs.isPending && !runs.error && <Skeleton lines={9} />}
      {runs.error && toProblem(runs.error).status !== 400 && <ProblemView error={runs.error} retry={() => void runs.refetch()} />}
      {runs.isSuccess && rows.length === 0 && narrowed && (
        <Empty title="No run matches"><p>{view.search !== '' && `No name has “${view.search}” in it. `}{view.filter !== '' && 'The filter lets none through; a missing value matches only “is null”.'}</p><Button small onClick={() => change({ filter: '', search: '' })}>Clear search and filter</Button></Empty>
      )}
      {rows.length > 0 && (
        <RunList
          project={project} rows={rows} folded={view.toggled} total={runs.total} columns={columns} landmarks={landmarks} shown={shown} colours={colours} hiddenGroups={view.hiddenGroups} groupNumbers={numbers} pinned={view.pinned}
          selected={selected} baseline={baselineOf(view.delta)} cursor={cursor} sort={first && (first.descending ? '-' : '') + first.column} grouped={grouping.on} actions={actions} onMore={onMore} onSort={onSort}
        />
      )}
      {grouping.on && grouping.listed.error !== null && <ProblemView error={grouping.listed.error} retry={() => void grouping.listed.refetch()} />}
      {selected.size > 0 && (
        <div className={css.picked} role="toolbar" aria-label="Selected runs">
          <span className="grow">{selected.size} selected</span>
          <Button small onClick={() => change({ only: [...selected], hidden: [] })}>Only these</Button>
          <Button small onClick={() => change((v) => ({ hidden: [...new Set([...v.hidden, ...selected])], only: v.only.filter((id) => !selected.has(id)) }))}>Hide</Button>
          <Button small onClick={() => change((v) => ({ pinned: [...new Set([...v.pinned, ...selected])] }))}>Pin</Button>
          <Button small kind="ghost" icon="close" label="Select none" onClick={() => onSelected(new Set())} />
        </div>
      )}
      <footer className={css.sideFoot}>
        <span className="grow">{runs.isError && runs.total === 0 ? 'the runs could not be read' : <>{grouping.on ? `${grouping.total} ${grouping.total === 1 ? 'group' : 'groups'} of ` : ''}{runs.total} {runs.total === 1 ? 'run' : 'runs'}{runs.isError ? ' before the filter' : narrowed ? ' match' : ''}</>}</span>
        {(view.hidden.length > 0 || view.only.length > 0 || view.hiddenGroups.length > 0) && <Button small kind="ghost" onClick={() => change({ hidden: [], only: [], hiddenGroups: [] })}>Show all</Button>}
      </footer>
      {/* Wider or narrower is a matter of comfort; the keyboard reaches everything at any width. */}
      <div className={css.grip} onPointerDown={resize} aria-hidden="true" />
    </aside>
  );
}

/** The view after a click on a group's eye; `alone` hides all others, or shows all again when they are hidden. */
export function groupEye(view: View, leaves: readonly string[], alone: boolean, all: readonly string[]): Partial<View> {
  if (alone) {
    const others = all.filter((uid) => !leaves.includes(uid));
    const already = others.every((uid) => view.hiddenGroups.includes(uid)) && leaves.every((uid) => !view.hiddenGroups.includes(uid));
    return { hiddenGroups: already ? [] : others };
  }
  const on = leaves.some((leaf) => !view.hiddenGroups.includes(leaf));
  return { hiddenGroups: on ? [...new Set([...view.hiddenGroups, ...leaves])] : view.hiddenGroups.filter((uid) => !leaves.includes(uid)) };
}

/** The view after a click on an eye; `alone` shows only this run, or all again when it already is alone. */
export function eye(view: View, run: number, alone: boolean): Partial<View> {
  if (alone) return view.only.length === 1 && view.only[0] === run ? { only: [] } : { only: [run], hidden: [] };
  if (view.only.length > 0) return { only: toggle(view.only, run) };
  return { hidden: isVisible(view, run) ? [...view.hidden, run] : view.hidden.filter((id) => id !== run) };
}
