import { queryOptions } from '@tanstack/react-query';
import { decodeGroups, type GroupAnswer } from './csr1';
import { projectPath, send } from './http';
import { nameSeries, splitKeys, type Window } from './seriesStore';
import type { SeriesGroupQuery } from './types';

/** How runs are brought together: by which columns, of which runs, and what a group's line and band are. */
export interface Grouping {
  by: readonly string[];
  filter?: string;
  centre: NonNullable<SeriesGroupQuery['centre']>;
  spread: NonNullable<SeriesGroupQuery['spread']>;
  /** Most groups drawn. */
  limit: number;
}

/** The groups of a project, each drawn as one line by the server over all its runs; no keys: the groups alone. */
export const groupSeries = (project: string, grouping: Grouping, keys: readonly string[], window: Window) =>
  queryOptions({
    queryKey: ['groups', project, grouping, keys, window] as const,
    queryFn: async ({ signal }): Promise<GroupAnswer> => {
      const { by, filter, centre, spread, limit } = grouping;
      const question: SeriesGroupQuery = { by: [...by], filter, centre, spread, groups: limit, ...splitKeys(keys), ...window };
      const response = await send(`${projectPath(project)}/series/groups`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(question), signal,
      });
      const answer = decodeGroups(await response.arrayBuffer());
      return { ...answer, series: nameSeries(answer.series, keys) };
    },
    structuralSharing: false,
    retry: false,
  });
