import { keepPreviousData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson } from '../api/http';
import { projectKeys } from '../api/queries';
import type { Json, RunRecord, RunRow } from '../api/types';
import { tableFile } from '../media/FileTable';
import { usePanelRuns } from './usePanelRuns';

const NONE: never[] = [];

/** Most runs that are looked through for a record. */
const LOOKED = 40;

export interface RecordsOfRun {
  row: RunRow;
  records: RunRecord[];
}

/** A record with its table, where that lies in a file of the run, as W&B's do. */
async function withTable(client: QueryClient, run: number, record: RunRecord): Promise<RunRecord> {
  const { file, columns } = record.value;
  if (record.type !== 'table' || typeof file !== 'string' || columns !== undefined) return record;
  const table = await client.fetchQuery(tableFile(run, file));
  return { ...record, value: { ...record.value, columns: table.columns, rows: table.rows as Json } };
}

/** Names of tables that are likely to be curves, or labels with scores: of those nobody has chosen only these are shown. */
export const LIKELY = /roc|(^|[^a-z])pr([^a-z]|$)|precision|curve|score|predict|probab/i;

/**
 * The records of one key in the newest runs that match and have it, `most` of them; of each run the newest `limit` ones,
 * oldest first. An empty key stands for the one of the type that most runs have, of tables only for one that looks like curves by its name.
 */
export function useRecords(project: string, filter: string, chosen: string, type: 'histogram' | 'table', most: number, limit: number) {
  const keys = useQuery({ ...projectKeys(project), enabled: chosen === '' });
  const offered = (keys.data ?? []).filter((k) => k.kind === 'record' && k.type === type && (type !== 'table' || LIKELY.test(k.key))).sort((a, b) => b.runs - a.runs || a.key.localeCompare(b.key));
  const key = chosen || (offered[0]?.key ?? '');
  const client = useQueryClient();
  const runs = usePanelRuns(project, filter, NONE);
  const rows = runs.data?.rows.slice(0, LOOKED);
  const ids = rows?.map((row) => row.id) ?? NONE;
  const found = useQuery({
    queryKey: ['panel', project, 'records', key, ids, most, limit], enabled: rows !== undefined && key !== '',
    queryFn: async ({ signal }) => {
      const out: RecordsOfRun[] = [];
      for (const row of rows!) {
        const { records } = await getJson<{ records: RunRecord[] }>(`/runs/${row.id}/records?key=${encodeURIComponent(key)}&order=desc&limit=${limit}`, signal);
        if (records.length > 0) out.push({ row, records: await Promise.all(records.reverse().map((record) => withTable(client, row.id, record))) });
        if (out.length === most) break;
      }
      return out;
    },
    placeholderData: keepPreviousData, staleTime: 15_000,
  });
  const looked = rows?.length ?? 0;
  return {
    key, data: found.data, error: runs.error ?? found.error, pending: runs.isPending || (chosen === '' && keys.isPending) || (rows !== undefined && key !== '' && found.isPending),
    why: key === '' ? (type === 'table' ? 'Choose a table in the panel’s settings: none looks like curves by its name.' : `No run of the project has logged a ${type}.`) : runs.data && looked === 0 ? 'No run matches.' : found.data?.length === 0 ? `None of the newest ${looked} runs that match has ${key}.` : undefined,
  };
}
