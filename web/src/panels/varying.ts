import { queryOptions } from '@tanstack/react-query';
import { queryRuns } from '../api/queries';
import type { Column } from '../api/types';
import { settings } from './defaults';

const RUNS = 200;
const SETTINGS = 80;

/** Which settings differ among the newest runs: those that are the same everywhere say nothing in a panel. */
export const varyingSettings = (project: string, columns: readonly Column[]) => {
  const asked = settings({ columns }).slice(0, SETTINGS);
  return queryOptions({
    queryKey: ['varying', project, asked] as const,
    queryFn: async ({ signal }) => {
      const { runs } = await queryRuns(project, { columns: asked, limit: RUNS, sort: [{ column: 'createdAt', descending: true }] }, signal);
      return asked.filter((column) => new Set(runs.flatMap((run) => (run.values[column] === undefined || run.values[column] === null ? [] : [JSON.stringify(run.values[column])]))).size > 1);
    },
    staleTime: 60_000,
  });
};
