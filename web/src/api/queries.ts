import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson, projectPath, sendJson } from './http';
import type {
  Activity, Alert, Column, ConsolePage, Landmark, Project, ProjectKey, RecordKey, Run, RunBulk, RunBulkResult, RunFile, RunGroupQuery, RunGroups, RunPage, RunQuery, RunRecord,
  SearchAnswer, SeriesSummary, ServerInfo, Trash,
} from './types';

/** Keys of the query cache: the first part says what it is, the second of which project or run. */
export const keys = {
  server: ['server'] as const,
  projects: ['projects'] as const,
  project: (path: string) => ['project', path] as const,
  projectKeys: (path: string) => ['keys', path] as const,
  columns: (path: string) => ['columns', path] as const,
  landmarks: (path: string) => ['landmarks', path] as const,
  runs: (path: string, query?: RunQuery) => (query ? (['runs', path, query] as const) : (['runs', path] as const)),
  /** What the table page shows of a project's runs, in blocks. */
  table: (path: string) => ['table', path] as const,
  trash: ['trash'] as const,
  activity: ['activity'] as const,
  run: (path: string, uid: string) => ['run', path, uid] as const,
  summaries: (run: number) => ['summaries', run] as const,
  recordKeys: (run: number) => ['recordKeys', run] as const,
  records: (run: number, key?: string, step?: number | null) => (key === undefined ? (['records', run] as const) : (['records', run, key, step ?? null] as const)),
  console: (run: number) => ['console', run] as const,
  files: (run: number) => ['files', run] as const,
  alerts: (run: number) => ['alerts', run] as const,
};

export const serverInfo = queryOptions({ queryKey: keys.server, queryFn: ({ signal }) => getJson<ServerInfo>('/server', signal), staleTime: 60_000 });

export const projectList = queryOptions({
  queryKey: keys.projects,
  queryFn: async ({ signal }) => (await getJson<{ projects: Project[] }>('/projects', signal)).projects,
});

export const project = (path: string) =>
  queryOptions({ queryKey: keys.project(path), queryFn: ({ signal }) => getJson<Project>(projectPath(path), signal) });

export const projectKeys = (path: string) =>
  queryOptions({
    queryKey: keys.projectKeys(path),
    queryFn: async ({ signal }) => (await getJson<{ keys: ProjectKey[] }>(`${projectPath(path)}/keys`, signal)).keys,
  });

export const columns = (path: string) =>
  queryOptions({
    queryKey: keys.columns(path),
    queryFn: async ({ signal }) => (await getJson<{ columns: Column[] }>(`${projectPath(path)}/columns`, signal)).columns,
    staleTime: 10_000,
  });

export const landmarks = (path: string) =>
  queryOptions({
    queryKey: keys.landmarks(path),
    queryFn: async ({ signal }) => (await getJson<{ landmarks: Landmark[] }>(`${projectPath(path)}/landmarks`, signal)).landmarks,
  });

export const queryRuns = (path: string, query: RunQuery, signal?: AbortSignal) =>
  sendJson<RunPage>('POST', `${projectPath(path)}/runs/query`, query, signal);

export const queryGroups = (path: string, query: RunGroupQuery, signal?: AbortSignal) =>
  sendJson<RunGroups>('POST', `${projectPath(path)}/runs/groups`, query, signal);

/** One change to many runs of a project. */
export const changeRuns = (path: string, change: RunBulk) => sendJson<RunBulkResult>('POST', `${projectPath(path)}/runs/change`, change);

/** Has the browser save all runs that match as CSV; the server writes while it reads, so the page holds none of it. */
export function downloadRuns(path: string, query: RunQuery): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = `/api/v1${projectPath(path)}/runs/export`;
  form.hidden = true;
  const field = document.createElement('input');
  field.name = 'query';
  field.value = JSON.stringify(query);
  form.append(field);
  document.body.append(form);
  form.submit();
  form.remove();
}

export const trash = queryOptions({ queryKey: keys.trash, queryFn: ({ signal }) => getJson<Trash>('/trash', signal), staleTime: 0 });

export const activity = queryOptions({ queryKey: keys.activity, queryFn: ({ signal }) => getJson<Activity>('/activity', signal), refetchInterval: 15_000 });

export const search = (q: string, within: string | undefined, signal?: AbortSignal) =>
  getJson<SearchAnswer>(`/search?q=${encodeURIComponent(q)}${within ? `&project=${encodeURIComponent(within)}` : ''}`, signal);

export const runPages = (path: string, query: RunQuery) =>
  infiniteQueryOptions({
    queryKey: keys.runs(path, query),
    queryFn: ({ signal, pageParam }) => queryRuns(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    placeholderData: (previous) => previous,
    retry: false,
  });

export const run = (path: string, uid: string) =>
  queryOptions({
    queryKey: keys.run(path, uid),
    queryFn: ({ signal }) => getJson<Run>(`${projectPath(path)}/runs/${encodeURIComponent(uid)}`, signal),
  });

export const summaries = (id: number) =>
  queryOptions({
    queryKey: keys.summaries(id),
    queryFn: async ({ signal }) => (await getJson<{ series: SeriesSummary[] }>(`/runs/${id}/series`, signal)).series,
  });

export const recordKeys = (id: number) =>
  queryOptions({
    queryKey: keys.recordKeys(id),
    queryFn: async ({ signal }) => (await getJson<{ keys: RecordKey[] }>(`/runs/${id}/records/keys`, signal)).keys,
  });

/** The records of one key at its newest step that is not after `step` (null: the newest of all). */
export const recordsAt = (id: number, key: string, step: number | null) =>
  queryOptions({
    queryKey: keys.records(id, key, step),
    queryFn: async ({ signal }): Promise<RunRecord[]> => {
      const url = (from: number | null, to: number | null, limit: number) =>
        `/runs/${id}/records?key=${encodeURIComponent(key)}&order=desc&limit=${limit}${from === null ? '' : `&fromStep=${from}`}${to === null ? '' : `&toStep=${to}`}`;
      const [newest] = (await getJson<{ records: RunRecord[] }>(url(null, step, 1), signal)).records;
      if (!newest) return [];
      const { records } = await getJson<{ records: RunRecord[] }>(url(newest.step, newest.step, 200), signal);
      return records.sort((a, b) => a.index - b.index);
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

/** Up to a thousand records of one key, a step after the other. */
export const recordSeries = (id: number, key: string) =>
  queryOptions({
    queryKey: [...keys.records(id), key, 'all'] as const,
    queryFn: async ({ signal }) => (await getJson<{ records: RunRecord[] }>(`/runs/${id}/records?key=${encodeURIComponent(key)}&limit=1000`, signal)).records,
    staleTime: 30_000,
  });

export const consoleRange = (id: number, from: number, limit: number, signal?: AbortSignal) =>
  getJson<ConsolePage>(`/runs/${id}/console?from=${from}&limit=${limit}`, signal);

export const consoleTail = (id: number, tail: number, signal?: AbortSignal) => getJson<ConsolePage>(`/runs/${id}/console?tail=${tail}`, signal);

export const files = (id: number) =>
  queryOptions({
    queryKey: keys.files(id),
    queryFn: async ({ signal }) => (await getJson<{ files: RunFile[] }>(`/runs/${id}/files`, signal)).files,
  });

export const alerts = (id: number) =>
  queryOptions({
    queryKey: keys.alerts(id),
    queryFn: async ({ signal }) => (await getJson<{ alerts: Alert[] }>(`/runs/${id}/alerts`, signal)).alerts,
  });
