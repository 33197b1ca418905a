import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { toProblem } from '../api/http';
import { queryRuns } from '../api/queries';
import type { RunRow } from '../api/types';
import { Button, Field } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import ui from '../ui/ui.module.css';
import { ColumnChooser } from './ColumnChooser';
import { toCsv } from './csv';
import { parseReference } from './delta';
import { combineFilter } from './filter';
import css from './runs.module.css';
import { RunGrid } from './RunGrid';
import { FilterField } from './Sidebar';
import { treeOf } from './tree';
import { useWorkspace } from './useWorkspace';

const EXPORT_PAGE = 1000;

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** All runs of a project as a grid: compare, sort, measure against a landmark, take away as CSV. */
export function TablePage() {
  const { project, view, change, marks, allColumns, chosen: metricsFirst, runs } = useWorkspace(6);
  const [exporting, setExporting] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const chosen = useMemo(() => (view.columns === null ? ['state', 'duration', 'createdAt', 'group', ...metricsFirst] : metricsFirst), [view.columns, metricsFirst]);
  const reference = useMemo(() => parseReference(view.delta), [view.delta]);
  const baselineId = reference && 'run' in reference ? reference.run : null;
  const { rows, fetchNextPage, hasNextPage } = runs;
  const onMore = useCallback(() => void (hasNextPage && fetchNextPage()), [hasNextPage, fetchNextPage]);
  const tree = useMemo(() => treeOf(rows, view.toggled), [rows, view.toggled]);
  const loaded = rows.find((row) => row.id === baselineId);
  const metrics = useMemo(() => chosen.filter((c) => c.startsWith('metrics.')), [chosen]);
  const fetched = useQuery({
    queryKey: ['baseline', project, baselineId, metrics], enabled: baselineId !== null && loaded === undefined,
    queryFn: async ({ signal }) => (await queryRuns(project, { filter: `id = ${baselineId}`, columns: metrics, limit: 1 }, signal)).runs[0] ?? null,
  });
  const baseline: RunRow | undefined = loaded ?? fetched.data ?? undefined;
  const names = useMemo(() => [...new Set(marks.map((l) => l.name))], [marks]);
  useEffect(() => {
    document.title = `${project} runs · Cairn`;
  }, [project]);

  const exportAll = async () => {
    setFailure(null);
    setExporting(0);
    try {
      const all: RunRow[] = [];
      let cursor: string | undefined;
      do {
        const page = await queryRuns(project, { filter: combineFilter(view.filter, view.search), sort: view.sort.length > 0 ? view.sort : undefined, columns: chosen, limit: EXPORT_PAGE, cursor });
        all.push(...page.runs);
        cursor = page.cursor ?? undefined;
        setExporting(all.length);
      } while (cursor);
      save(toCsv(all, chosen, Date.now()), `${project.replace('/', '-')}-runs.csv`);
    } catch (error) {
      setFailure(error);
    }
    setExporting(null);
  };

  return (
    <div className={css.content}>
      <div className={css.toolbar} role="toolbar" aria-label="Runs table">
        <Field icon="search" value={view.search} label="Search runs by name" placeholder="Search runs" wait={200} onChange={(search) => change({ search })} />
        <div className={css.tableFilter}><FilterField project={project} columns={allColumns} view={view} change={change} error={runs.error} /></div>
        <label className={css.tool} title="Each number also shows how far it is from this">
          Compare with
          <select className={ui.select} value={view.delta ?? ''} onChange={(e) => change({ delta: e.target.value || null })}>
            <option value="">nothing</option>
            {names.length > 0 && <optgroup label="Landmark">{names.map((n) => <option key={n} value={`landmark:${n}`}>{n}</option>)}</optgroup>}
            <optgroup label="Run">
              {baseline && !loaded && <option value={`run:${baseline.id}`}>{baseline.name}</option>}
              {rows.slice(0, 100).map((row) => <option key={row.id} value={`run:${row.id}`}>{row.name}</option>)}
            </optgroup>
          </select>
        </label>
        <span className="grow" />
        <span className="muted">{runs.total} {runs.total === 1 ? 'run' : 'runs'}</span>
        <ColumnChooser all={allColumns} chosen={chosen} onChange={(columns) => change({ columns })} />
        <Button icon="download" disabled={exporting !== null || runs.total === 0} onClick={() => void exportAll()}>{exporting === null ? 'CSV' : `${exporting} of ${runs.total}`}</Button>
      </div>
      {failure !== null && <ProblemView error={failure} />}
      {runs.isPending && !runs.error && <Skeleton lines={14} />}
      {runs.error && toProblem(runs.error).status !== 400 && <ProblemView error={runs.error} retry={() => void runs.refetch()} />}
      {runs.isSuccess && rows.length === 0 && (view.filter !== '' || view.search !== ''
        ? <Empty title="No run matches"><p>A missing value matches only “is null”.</p><Button small onClick={() => change({ filter: '', search: '' })}>Clear search and filter</Button></Empty>
        : <Empty drawing title={`No runs in ${project} yet`}><p>A run appears here the moment your code starts one.</p></Empty>)}
      {rows.length > 0 && <RunGrid project={project} rows={tree} total={runs.total} columns={chosen} landmarks={marks} view={view} change={change} reference={reference} baseline={baseline} onMore={onMore} />}
    </div>
  );
}
