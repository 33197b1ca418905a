import { useQuery } from '@tanstack/react-query';
import { tableFile } from '../media/FileTable';
import { usePanelRuns } from './usePanelRuns';

const NONE: never[] = [];

/** The columns of a table in a file of the newest run that matches; undefined while unknown, or where it has no such file. */
export function useTableColumns(project: string, filter: string, path: string, enabled: boolean): string[] | undefined {
  const newest = usePanelRuns(project, filter, NONE).data?.rows[0]?.id;
  const table = useQuery({ ...tableFile(newest ?? 0, path), enabled: enabled && newest !== undefined && path !== '', retry: false });
  return table.data?.columns;
}
