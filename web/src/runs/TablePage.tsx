import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { sendJson, toProblem } from '../api/http';
import { columns as columnList, downloadRuns, keys as cacheKeys, landmarks as landmarkList, projectKeys, queryRuns } from '../api/queries';
import type { Column, Landmark, ProjectKey, RunRow } from '../api/types';
import { useKeys } from '../app/keys';
import { tableVerdicts } from '../landmarks/verdicts';
import { VerdictScope } from '../landmarks/VerdictScope';
import { Button, Field } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import ui from '../ui/ui.module.css';
import { SavedViews } from '../view/SavedViews';
import { useView } from '../view/useView';
import { ColumnChooser } from './ColumnChooser';
import { ALL, moveColumn, resolveColumns } from './columnChoice';
import { parseReference } from './delta';
import { TableGroups } from './TableGroups';
import type { Line } from './lines';
import type { NameActions } from './NameCell';
import css from './runs.module.css';
import { RunGrid } from './RunGrid';
import { SelectionBar } from './SelectionBar';
import { FilterField } from './Sidebar';
import { useSettledRange } from './useBlocks';
import { MOST_GROUPS, useLines } from './useLines';
import { defaultColumns } from './useWorkspace';

const NONE: never[] = [];
const NO_VERDICTS: ReadonlyMap<string, never> = new Map<string, never>();
const FIRST = ['state', 'duration', 'createdAt', 'group', 'tags'];
const SPAN = 1000; // runs of one question for the ids between two places
const ALWAYS = ['parent'];

/** All runs of a project as a grid: compare, sort, group, measure against a landmark, change many at once, take away as CSV. */
export function TablePage() {
  const { team, project: name } = useParams({ strict: false }) as { team: string; project: string };
  const project = `${team}/${name}`;
  const [view, change] = useView();
  const navigate = useNavigate();
  const client = useQueryClient();
  const metricKeys = useQuery(projectKeys(project));
  const landmarks = useQuery(landmarkList(project));
  const known = useQuery(columnList(project));
  const marks: readonly Landmark[] = landmarks.data ?? NONE;
  const keyList: readonly ProjectKey[] = metricKeys.data ?? NONE;
  const allColumns: readonly Column[] = known.data ?? NONE;
  const chosen = useMemo(() => (view.columns === null ? [...FIRST, ...defaultColumns(marks, keyList, 6)] : resolveColumns(view.columns, allColumns)), [view.columns, marks, keyList, allColumns]);
  const ordered = useMemo(() => [...view.pinnedColumns.filter((c) => chosen.includes(c)), ...chosen.filter((c) => !view.pinnedColumns.includes(c))], [chosen, view.pinnedColumns]);
  const pins = useMemo(() => view.pinnedColumns.filter((c) => chosen.includes(c)), [view.pinnedColumns, chosen]);
  const shownView = useMemo(() => ({ ...view, pinnedColumns: pins }), [view, pins]);
  const extra = useMemo(() => [...new Set([...ALWAYS, ...pins])], [pins]);

  const [rows, setRows] = useSettledRange({ from: 0, to: 40 });
  const [cols, setCols] = useSettledRange({ from: 0, to: 12 });
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [insidePages, setInsidePages] = useState<ReadonlyMap<string, number>>(new Map());
  const [cursor, setCursor] = useState(-1);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const [everything, setEverything] = useState(false);
  const anchor = useRef(-1);
  const free = useMemo(() => ordered.filter((c) => !pins.includes(c)), [ordered, pins]);
  const { lines, filter, total, groupTotal, error, pending, refetch } = useLines(project, view, free, extra, rows, cols, open, insidePages);
  const clear = useCallback(() => {
    setSelected(new Set());
    setEverything(false);
  }, []);
  const question = `${filter} ${view.groupBy.join()} ${view.tree}`;
  const [lastQuestion, setLastQuestion] = useState(question);
  if (question !== lastQuestion) {
    setLastQuestion(question);
    setCursor(-1);
    setEverything(false);
    setInsidePages(new Map());
  }
  useEffect(() => {
    document.title = `${project} runs · Cairn`;
  }, [project]);

  const reference = useMemo(() => parseReference(view.delta), [view.delta]);
  const baselineId = reference && 'run' in reference ? reference.run : null;
  const seen = useMemo(() => [...pins, ...free.slice(Math.max(0, cols.from - 10), cols.to + 10)].filter((c) => c.startsWith('metrics.')), [pins, free, cols.from, cols.to]);
  const baseline: RunRow | undefined = useQuery({
    queryKey: [...cacheKeys.table(project), 'baseline', baselineId, seen], enabled: baselineId !== null, placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await queryRuns(project, { filter: `id = ${baselineId}`, columns: seen, limit: 1 }, signal)).runs,
  }).data?.[0];
  const against = reference && 'landmark' in reference ? reference.landmark : null;
  const judged = useMemo(() => {
    const ids: number[] = [];
    for (let i = Math.max(0, rows.from - 10); i <= Math.min(lines.count - 1, rows.to + 10); i++) {
      const line = lines.at(i);
      if (line.kind === 'run') ids.push(line.row.id);
    }
    return ids;
  }, [lines, rows.from, rows.to]);
  const verdicts = useQuery({ ...tableVerdicts(project, against ?? '', judged, total), enabled: against !== null && judged.length > 0 });
  const names = useMemo(() => [...new Set(marks.map((l) => l.name))], [marks]);

  const toggleOpen = useCallback((line: Line) => setOpen((old) => {
    const key = line.kind === 'group' ? line.key : line.kind === 'run' ? line.row.uid : '';
    const next = new Set(old);
    if (!next.delete(key)) next.add(key);
    return next;
  }), []);
  const lineAt = useRef(lines.at);
  useEffect(() => void (lineAt.current = lines.at), [lines]);
  const select = useCallback(async (index: number, range: boolean) => {
    const line = lineAt.current(index);
    const from = anchor.current;
    anchor.current = index;
    setEverything(false);
    if (!range || from < 0) {
      if (line.kind !== 'run') return;
      setSelected((old) => {
        const next = new Set(old);
        if (!next.delete(line.row.id)) next.add(line.row.id);
        return next;
      });
      return;
    }
    const [low, high] = [Math.min(from, index), Math.max(from, index)];
    const between: number[] = [];
    let missing = false;
    for (let i = low; i <= high; i++) {
      const one = lineAt.current(i);
      if (one.kind === 'run') between.push(one.row.id);
      else if (one.kind === 'wait') missing = true;
    }
    // What lies between two far places has not been loaded: the server knows.
    if (missing && view.groupBy.length === 0 && !view.tree)
      for (let at = low; at <= high; at += SPAN) {
        const page = await queryRuns(project, { filter, sort: view.sort.length > 0 ? view.sort : undefined, columns: [], limit: Math.min(SPAN, high - at + 1), offset: at });
        between.push(...page.runs.map((row) => row.id));
      }
    setSelected((old) => new Set([...old, ...between]));
  }, [project, filter, view.sort, view.groupBy.length, view.tree]);
  const actions = useMemo<NameActions>(() => ({
    select: (index, range) => void select(index, range),
    open: toggleOpen,
    baseline: (run) => change((v) => ({ delta: v.delta === `run:${run}` ? null : `run:${run}` })),
    more: (key) => setInsidePages((old) => new Map(old).set(key, (old.get(key) ?? 1) + 1)),
  }), [select, toggleOpen, change]);
  const onEdit = useCallback(async (row: RunRow, patch: { tags?: string[]; notes?: string }) => {
    await sendJson('PATCH', `/runs/${row.id}`, patch);
    await client.invalidateQueries({ queryKey: cacheKeys.table(project) });
  }, [client, project]);
  const onMove = useCallback((column: string, target: string) => change((v) => ({ columns: moveColumn(ordered, v.columns ?? ordered, column, target) })), [change, ordered]);
  const isSelected = useCallback((id: number) => everything || selected.has(id), [everything, selected]);

  const move = (by: number, extend: boolean) => {
    if (lines.count === 0) return;
    const next = Math.min(lines.count - 1, Math.max(0, cursor + by));
    if (extend) {
      if (anchor.current < 0) anchor.current = Math.max(0, cursor);
      void select(next, true);
    }
    setCursor(next);
  };
  const current = cursor >= 0 && cursor < lines.count ? lines.at(cursor) : undefined;
  useKeys({
    j: (e) => move(1, e.shiftKey), ArrowDown: (e) => move(1, e.shiftKey),
    k: (e) => move(-1, e.shiftKey), ArrowUp: (e) => move(-1, e.shiftKey),
    PageDown: () => move(20, false), PageUp: () => move(-20, false), Home: () => move(-Infinity, false), End: () => move(Infinity, false),
    x: () => void select(cursor, false), ' ': () => (current?.kind === 'group' ? toggleOpen(current) : void select(cursor, false)),
    ArrowRight: () => current && 'open' in current && !current.open && toggleOpen(current),
    ArrowLeft: () => current && 'open' in current && current.open && toggleOpen(current),
    Enter: () => {
      if (current?.kind === 'group') toggleOpen(current);
      if (current?.kind === 'run') void navigate({ to: '/$team/$project/runs/$uid', params: { team, project: name, uid: current.row.uid } } as never);
    },
    o: () => current?.kind === 'run' && void navigate({ to: '/$team/$project/runs/$uid', params: { team, project: name, uid: current.row.uid } } as never),
    b: () => current?.kind === 'run' && actions.baseline(current.row.id),
    Escape: clear,
    '/': () => document.querySelector<HTMLInputElement>('[aria-label="Filter runs"]')?.focus(),
  });

  const count = everything ? total : selected.size;
  const narrowed = view.filter !== '' || view.search !== '';
  const showCharts = !everything && selected.size > 0 && selected.size <= 500
    ? () => void navigate({ to: '/$team/$project', params: { team, project: name }, search: { only: [...selected].join('.') } } as never)
    : undefined;
  return (
    <div className={css.content}>
      <div className={css.toolbar} role="toolbar" aria-label="Runs table">
        <Field icon="search" value={view.search} label="Search runs by name" placeholder="Search runs" wait={200} onChange={(search) => change({ search })} style={{ width: 110 }} />
        <div className={css.tableFilter}><FilterField project={project} columns={allColumns} view={view} change={change} error={error} /></div>
        <TableGroups columns={allColumns} view={view} change={change} />
        <label className={css.tool} title="Each number also shows how far it is from this">
          Compare with
          <select className={ui.select} style={{ maxWidth: 140 }} value={view.delta ?? ''} onChange={(e) => change({ delta: e.target.value || null })}>
            <option value="">nothing</option>
            {names.length > 0 && <optgroup label="Landmark">{names.map((n) => <option key={n} value={`landmark:${n}`}>{n}</option>)}</optgroup>}
            {baselineId !== null && <optgroup label="Run"><option value={`run:${baselineId}`}>{baseline?.name ?? `run ${baselineId}`}</option></optgroup>}
          </select>
        </label>
        <span className="grow" />
        <span className="muted" role="status">{groupTotal !== undefined && `${groupTotal > MOST_GROUPS ? `first ${MOST_GROUPS} of ` : ''}${groupTotal.toLocaleString('en')} groups of `}{total.toLocaleString('en')} {total === 1 ? 'run' : 'runs'}{view.tree && view.groupBy.length === 0 ? ' at the top' : ''}</span>
        <SavedViews project={project} kind="table" />
        <ColumnChooser all={allColumns} chosen={chosen} everything={view.columns?.includes(ALL)} choice={view.columns ?? chosen} onChange={(columns) => change({ columns })} />
        <Button icon="download" disabled={total === 0} label="Save all runs that match, with the columns shown, as CSV" onClick={() => downloadRuns(project, { filter, sort: view.sort.length > 0 ? view.sort : undefined, columns: ordered })}>CSV</Button>
      </div>
      {count > 0 && <SelectionBar project={project} count={count} which={everything ? { filter: filter ?? '' } : { runs: [...selected] }} baselineId={baselineId} onClear={clear} onShowCharts={showCharts} />}
      {pending && !error && <Skeleton lines={14} />}
      {error !== null && error !== undefined && toProblem(error).status !== 400 && <ProblemView error={error} retry={refetch} />}
      {error !== null && error !== undefined && toProblem(error).status === 400 && view.filter === '' && <ProblemView error={error} />}
      {!pending && !error && lines.count === 0 && (narrowed
        ? <Empty title="No run matches"><p>{view.tree ? 'The tree filters the runs at its top. ' : ''}A missing value matches only “is null”.</p><Button small onClick={() => change({ filter: '', search: '' })}>Clear search and filter</Button></Empty>
        : <Empty drawing title={`No runs in ${project} yet`}><p>A run appears here the moment your code starts one. <Link to="/$team/$project" params={{ team, project: name }}>How to start one</Link></p></Empty>)}
      {lines.count > 0 && (
        <VerdictScope verdicts={against === null ? undefined : (verdicts.data ?? NO_VERDICTS)}>
          <RunGrid project={project} total={lines.count} lines={lines} columns={ordered} allColumns={allColumns} landmarks={marks} view={shownView} change={change} reference={reference} baseline={baseline}
            cursor={cursor} onCursor={setCursor} onRows={setRows} onColumns={setCols} isSelected={isSelected} allSelected={everything || (selected.size > 0 && selected.size >= total) ? true : selected.size > 0 ? 'some' : false}
            onSelectAll={() => { if (everything || selected.size > 0) clear(); else setEverything(true); }} actions={actions} onEdit={onEdit} onMove={onMove} />
        </VerdictScope>
      )}
    </div>
  );
}
