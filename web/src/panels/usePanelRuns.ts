import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { queryRuns } from '../api/queries';
import type { RunRow, SortTerm } from '../api/types';

const PAGE = 1000;

/** Most runs that a panel draws one by one. */
export const MOST_RUNS = 2000;

export interface PanelRuns {
  rows: RunRow[];
  total: number;
}

/** The newest runs that match, with these columns, and how many match in all. */
export function usePanelRuns(project: string, filter: string, columns: readonly string[], sort?: SortTerm[]) {
  const asked = [...new Set(columns)].sort();
  return useQuery<PanelRuns>({
    queryKey: ['panel', project, 'runs', filter, asked, sort ?? null],
    queryFn: async ({ signal }) => {
      const rows: RunRow[] = [];
      let cursor: string | undefined;
      let total = 0;
      do {
        const page = await queryRuns(project, { filter: filter.trim() === '' ? undefined : filter, columns: asked, sort, limit: PAGE, cursor }, signal);
        rows.push(...page.runs);
        total = page.total;
        cursor = page.cursor ?? undefined;
      } while (cursor && rows.length < MOST_RUNS);
      return { rows, total };
    },
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    refetchInterval: 15_000,
  });
}

/** What a panel leaves out, in words; empty when it shows everything. */
export const leftOut = ({ rows, total }: PanelRuns): string => (rows.length < total ? `the newest ${rows.length} of ${total} runs` : '');
