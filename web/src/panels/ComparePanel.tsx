import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { getJson } from '../api/http';
import { columns as columnList, landmarks as landmarkList, queryRuns } from '../api/queries';
import type { Json, Landmark, Run } from '../api/types';
import { formatDelta, formatNumber } from '../charts/ticks';
import { directionOf, marksOf } from '../landmarks/ruler';
import { nextMark, StripVerdict } from '../landmarks/StripVerdict';
import { verdict } from '../runs/delta';
import { numeric } from '../runs/values';
import { Check, Field } from '../ui/controls';
import { compareRuns, SECTIONS } from './compare';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import type { ComparePanelSpec, PanelProps } from './registry';

const FIRST = 4;
const MOST = 20;
const MOST_METRICS = 200;
const NONE: Landmark[] = [];

/** The runs of a comparer: those that were chosen, or the newest that match. */
function useCompared(project: string, filter: string, chosen: readonly number[] | undefined) {
  const known = useQuery(columnList(project));
  const metrics = useMemo(() => (known.data ?? []).map((c) => c.name).filter((n) => n.startsWith('metrics.') && !n.startsWith('metrics.system/') && !/:(min|max|mean|count|first)$/.test(n)).slice(0, MOST_METRICS), [known.data]);
  return useQuery({
    queryKey: ['panel', project, 'compare', filter, chosen ?? null, metrics], enabled: known.isSuccess,
    queryFn: async ({ signal }) => {
      const page = await queryRuns(project, { filter: chosen ? `id in (${chosen.join(', ')})` : filter.trim() || undefined, columns: metrics, limit: chosen ? MOST : FIRST }, signal);
      const runs = await Promise.all(page.runs.map((row) => getJson<Run>(`/runs/${row.id}`, signal)));
      return { runs, rows: new Map(page.runs.map((row) => [row.id, row])), total: page.total };
    },
    placeholderData: keepPreviousData, staleTime: 10_000,
  });
}

const text = (value: unknown): string => {
  const number = numeric(value as never);
  return value === undefined ? '' : number !== undefined ? formatNumber(number) : typeof value === 'string' ? value : JSON.stringify(value);
};

/** A result of a run: how far it is from the first run's, and what can be said of it and a landmark. */
function Result({ project, metric, values, at, runs, landmarks }: { project: string; metric: string; values: readonly (Json | undefined)[]; at: number; runs: readonly number[]; landmarks: readonly Landmark[] }) {
  const [own, first] = [numeric(values[at]), numeric(values[0])];
  const direction = directionOf(landmarks, metric);
  const mark = own !== undefined && direction ? nextMark(own, marksOf(landmarks, metric), direction) : undefined;
  const difference = at > 0 && own !== undefined && first !== undefined ? own - first : undefined;
  return (
    <span className={css.result}>
      {text(values[at])}
      {difference !== undefined && <small className={verdict(difference, `metrics.${metric}`, landmarks) ?? ''} title="Difference from the first run">{formatDelta(difference)}</small>}
      {mark && <StripVerdict project={project} run={runs[at]!} metric={metric} mark={mark} among={runs.length} runs={runs} />}
    </span>
  );
}

/** Runs side by side: by default only what differs. */
export function ComparePanel({ project, filter, spec, change }: PanelProps<ComparePanelSpec>) {
  const compared = useCompared(project, filter, spec.runs);
  const [search, setSearch] = useState('');
  const landmarks = useQuery(landmarkList(project)).data ?? NONE;
  const [team, name] = project.split('/') as [string, string];
  const data = compared.data;
  const rows = useMemo(() => (data ? compareRuns(data.runs, data.rows) : []), [data]);
  const ids = useMemo(() => data?.runs.map((run) => run.id) ?? [], [data]);
  const words = search.toLowerCase();
  const shown = rows.filter((row) => (spec.all || row.differs) && `${row.section} ${row.name}`.toLowerCase().includes(words));
  const same = rows.filter((row) => !row.differs).length;
  const why = data === undefined ? undefined : data.runs.length < 2 ? `${data.runs.length === 0 ? 'No run' : 'Only one run'} matches: choose two or more in the panel’s settings.` : undefined;
  return (
    <PanelFrame
      label="Run comparer" pending={compared.isPending} error={compared.error} why={why}
      note={data && !spec.runs && data.total > data.runs.length ? `the newest ${data.runs.length} of ${data.total} runs; choose others in the panel’s settings` : ''}
      legend={data && data.runs.length > 1 && (
        <div className="row">
          <Field icon="search" value={search} label="Search facts" placeholder="Search" onChange={setSearch} />
          <Check checked={spec.all !== true} onChange={(on) => change?.({ all: !on || undefined })}>only differences</Check>
          <span className={css.hint}>{rows.length - same} differ, {same} are the same</span>
        </div>
      )}
    >
      {() => (
        <div className={css.scrollAll}>
          <table className={css.compared} data-testid="compare" data-rows={shown.length}>
            <thead><tr><th><span className="visually-hidden">Fact</span></th>{data!.runs.map((run) => <th key={run.id}><Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: run.uid }}>{run.name || run.uid}</Link></th>)}</tr></thead>
            {SECTIONS.map((section) => {
              const own = shown.filter((row) => row.section === section);
              return own.length > 0 && (
                <tbody key={section}>
                  <tr><th colSpan={data!.runs.length + 1} scope="rowgroup" className={css.section}>{section}</th></tr>
                  {own.map((row) => (
                    <tr key={row.name} data-differs={row.differs}>
                      <th scope="row" className="ellipsis" title={row.name}>{row.name}</th>
                      {/* The columns are the runs, in their order. */}
                      {/* oxlint-disable-next-line react/no-array-index-key */}
                      {row.values.map((value, i) => <td key={i} title={typeof value === 'string' ? value : JSON.stringify(value)}>{value === undefined ? <span className="muted">–</span> : section === 'Results' ? <Result project={project} metric={row.name} values={row.values} at={i} runs={ids} landmarks={landmarks} /> : text(value)}</td>)}
                    </tr>
                  ))}
                </tbody>
              );
            })}
          </table>
          {shown.length === 0 && <p className={css.note}>{search !== '' ? `Nothing matches “${search}”.` : 'These runs are the same in everything that was recorded.'}</p>}
        </div>
      )}
    </PanelFrame>
  );
}
