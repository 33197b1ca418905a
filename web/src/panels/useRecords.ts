import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getJson } from '../api/http';
import type { RunRecord, RunRow } from '../api/types';
import { usePanelRuns } from './usePanelRuns';

const NONE: never[] = [];

/** Most runs that are looked through for a record. */
const LOOKED = 40;

export interface RecordsOfRun {
  row: RunRow;
  records: RunRecord[];
}

/** The records of one key in the newest runs that match and have it, `most` of them; of each run the newest `limit` ones, oldest first. */
export function useRecords(project: string, filter: string, key: string, most: number, limit: number) {
  const runs = usePanelRuns(project, filter, NONE);
  const rows = runs.data?.rows.slice(0, LOOKED);
  const ids = rows?.map((row) => row.id) ?? NONE;
  const found = useQuery({
    queryKey: ['panel', project, 'records', key, ids, most, limit], enabled: rows !== undefined && key !== '',
    queryFn: async ({ signal }) => {
      const out: RecordsOfRun[] = [];
      for (const row of rows!) {
        const { records } = await getJson<{ records: RunRecord[] }>(`/runs/${row.id}/records?key=${encodeURIComponent(key)}&order=desc&limit=${limit}`, signal);
        if (records.length > 0) out.push({ row, records: records.reverse() });
        if (out.length === most) break;
      }
      return out;
    },
    placeholderData: keepPreviousData, staleTime: 15_000,
  });
  const looked = rows?.length ?? 0;
  return {
    data: found.data, error: runs.error ?? found.error, pending: runs.isPending || (rows !== undefined && key !== '' && found.isPending),
    why: key === '' ? 'Choose what to show in the panel’s settings.' : runs.data && looked === 0 ? 'No run matches.' : found.data?.length === 0 ? `None of the newest ${looked} runs that match has ${key}.` : undefined,
  };
}
