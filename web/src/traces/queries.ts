import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getJson, projectPath } from '../api/http';
import type { TraceDetail, TraceList } from './types';

/** Where traces are listed: of a whole project, or of one run. */
export type TraceHome = { project: string } | { run: number };

const homePath = (home: TraceHome) => ('run' in home ? `/runs/${home.run}/traces` : `${projectPath(home.project)}/traces`);

// Traces have no live event: looking again now and then is enough.
const LOOK_AGAIN = 10_000;

export const traceList = (home: TraceHome, search: string, state: string) =>
  infiniteQueryOptions({
    queryKey: ['traces', homePath(home), search, state] as const,
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: '100', ...(search && { search }), ...(state && { state }), ...(pageParam && { cursor: pageParam }) });
      return getJson<TraceList>(`${homePath(home)}?${query}`, signal);
    },
    getNextPageParam: (page) => page.cursor,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) <= 1 ? LOOK_AGAIN : false),
  });

export const traceCount = (home: TraceHome) =>
  queryOptions({ queryKey: ['traceCount', homePath(home)] as const, queryFn: async ({ signal }) => (await getJson<TraceList>(`${homePath(home)}?limit=1`, signal)).total, refetchInterval: 30_000 });

export const traceDetail = (uid: string) =>
  queryOptions({ queryKey: ['trace', uid] as const, queryFn: ({ signal }) => getJson<TraceDetail>(`/traces/${encodeURIComponent(uid)}`, signal) });
