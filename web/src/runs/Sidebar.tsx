import { useCallback, useState } from 'react';
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
import { FilterInput } from './FilterInput';
import { RunList } from './RunList';
import css from './runs.module.css';
import { foldKey, type Branch } from './tree';
import type { useRuns } from './useRuns';

interface Props {
  project: string;
  view: View;
  change: (patch: ViewPatch) => void;
  runs: ReturnType<typeof useRuns>;
  rows: readonly Branch[];
  shown: ReadonlySet<number>;
  columns: readonly string[];
  allColumns: readonly Column[];
  landmarks: readonly Landmark[];
  cursor: number | null;
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
export function Sidebar({ project, view, change, runs, rows, shown, columns, allColumns, landmarks, cursor }: Props) {
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
  const onEye = useCallback((run: number, alone: boolean) => change((v) => eye(v, run, alone)), [change]);
  const { fetchNextPage, hasNextPage } = runs;
  const onMore = useCallback(() => void (hasNextPage && fetchNextPage()), [hasNextPage, fetchNextPage]);
  const onSort = useCallback((column: string) => change((v) => nextSort(v, column)), [change]);
  const onFold = useCallback((run: number) => change((v) => ({ toggled: toggle(v.toggled, foldKey(run)) })), [change]);
  const [first] = view.sort;
  const narrowed = view.filter !== '' || view.search !== '';
  return (
    <aside className={css.sidebar} style={{ width: `min(${width}px, 45vw)` }} aria-label="Runs">
      <div className={css.sideHead}>
        <div className="row">
          <Field icon="search" value={view.search} label="Search runs by name" placeholder="Search runs" wait={200} onChange={(search) => change({ search })} className="grow" />
          <SortChooser view={view} change={change} columns={allColumns} />
          <ColumnChooser all={allColumns} chosen={columns} small onChange={(next) => change({ columns: next })} />
        </div>
        <FilterField project={project} columns={allColumns} view={view} change={change} error={runs.error} />
      </div>
      {runs.isPending && !runs.error && <Skeleton lines={9} />}
      {runs.error && toProblem(runs.error).status !== 400 && <ProblemView error={runs.error} retry={() => void runs.refetch()} />}
      {runs.isSuccess && rows.length === 0 && narrowed && (
        <Empty title="No run matches"><p>{view.search !== '' && `No name has “${view.search}” in it. `}{view.filter !== '' && 'The filter lets none through; a missing value matches only “is null”.'}</p><Button small onClick={() => change({ filter: '', search: '' })}>Clear search and filter</Button></Empty>
      )}
      {rows.length > 0 && <RunList project={project} rows={rows} folded={view.toggled} onFold={onFold} total={runs.total} columns={columns} landmarks={landmarks} shown={shown} cursor={cursor} sort={first && (first.descending ? '-' : '') + first.column} onEye={onEye} onMore={onMore} onSort={onSort} />}
      <footer className={css.sideFoot}>
        <span className="grow">{runs.total} {runs.total === 1 ? 'run' : 'runs'}{runs.isError ? ' before the filter' : narrowed ? ' match' : ''}</span>
        {(view.hidden.length > 0 || view.only.length > 0) && <Button small kind="ghost" onClick={() => change({ hidden: [], only: [] })}>Show all</Button>}
      </footer>
      {/* Wider or narrower is a matter of comfort; the keyboard reaches everything at any width. */}
      <div className={css.grip} onPointerDown={resize} aria-hidden="true" />
    </aside>
  );
}

/** The view after a click on an eye; `alone` shows only this run, or all again when it already is alone. */
export function eye(view: View, run: number, alone: boolean): Partial<View> {
  if (alone) return view.only.length === 1 && view.only[0] === run ? { only: [] } : { only: [run], hidden: [] };
  if (view.only.length > 0) return { only: toggle(view.only, run) };
  return { hidden: isVisible(view, run) ? [...view.hidden, run] : view.hidden.filter((id) => id !== run) };
}
