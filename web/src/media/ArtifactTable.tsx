import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { getJson, toProblem } from '../api/http';
import type { Json } from '../api/types';
import { artifactFileUrl } from '../artifacts/queries';
import { ProblemView, Skeleton } from '../ui/states';
import { DataTable } from './DataTable';
import css from './media.module.css';

interface Assembled {
  artifact: number;
  columns: string[];
  rows: Json[][];
}

/** A table out of an artifact, put together by the server where it is joined or in parts; `otherwise` is shown where it is not here. */
export function ArtifactTable({ url, name, tall, otherwise }: { url: string; name: string; tall?: boolean; otherwise?: ReactNode }) {
  const table = useQuery({ queryKey: ['artifactTable', url], staleTime: 60_000, retry: false, queryFn: ({ signal }) => getJson<Assembled>(url, signal) });
  if (table.error) {
    const problem = toProblem(table.error);
    if (otherwise && problem.status === 404) return otherwise;
    return problem.status === 404 || problem.status === 400 ? <p className={css.none}>{problem.detail} {problem.remedy}</p> : <ProblemView error={table.error} retry={() => void table.refetch()} />;
  }
  return table.data ? <DataTable run={0} table={table.data} name={name} tall={tall} fileOf={(path) => artifactFileUrl(table.data.artifact, path)} /> : <Skeleton lines={6} />;
}

/** The address of the table that a record of a run points at. */
export const runTableUrl = (run: number, key: string, step: number) => `/runs/${run}/tables?key=${encodeURIComponent(key)}&step=${step}`;
