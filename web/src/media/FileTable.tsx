import { useQuery } from '@tanstack/react-query';
import { fileUrl, send } from '../api/http';
import type { Json } from '../api/types';
import { ProblemView, Skeleton } from '../ui/states';
import { DataTable } from './DataTable';
import css from './media.module.css';
import { readTable, type TableData } from './tableRows';

/** The table in a run's file. */
export const tableFile = (run: number, path: string) => ({
  queryKey: ['tableFile', run, path] as const, staleTime: 60_000,
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<TableData> => {
    const response = await send(fileUrl(run, path).replace('/api/v1', ''), { signal });
    const table = readTable((await response.json()) as Json);
    if (!table) throw new Error(`${path} is no table: it has no columns and rows.`);
    return table;
  },
});

/** A table whose rows lie in a file of the run. */
export function FileTable({ run, path, name, tall }: { run: number; path: string; name: string; tall?: boolean }) {
  const query = useQuery({ ...tableFile(run, path), enabled: path !== '' });
  if (path === '') return <p className={css.none}>The table was logged without its file.</p>;
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  return query.data ? <DataTable run={run} table={query.data} name={name} tall={tall} /> : <Skeleton lines={5} />;
}
