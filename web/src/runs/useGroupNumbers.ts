import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queryGroups } from '../api/queries';
import type { Column, GroupNumbers } from '../api/types';
import { groupUid } from '../charts/useGroups';
import type { View } from '../view/viewState';
import { combineFilter } from './filter';

const LISTED = 1000;
const LEVELS = 4; // of columns grouped by; under more of them only the last level has numbers

export type NumbersOfGroups = ReadonlyMap<string, Readonly<Record<string, GroupNumbers | undefined>>>;
const NONE: NumbersOfGroups = new Map();

/** What the numbers of the list's columns come to in each of its groups, upper levels too, by the group's uid. */
export function useGroupNumbers(project: string, view: View, columns: readonly string[], all: readonly Column[]): NumbersOfGroups {
  const { groupBy, filter, search } = view;
  const numbers = columns.filter((name) => name.startsWith('metrics.') || all.find((c) => c.name === name)?.type === 'number');
  const depths = groupBy.map((_, i) => i + 1).slice(-LEVELS);
  const answers = useQueries({
    queries: (numbers.length > 0 ? depths : []).map((depth) => {
      const asked = { by: groupBy.slice(0, depth), filter: combineFilter(filter, search), columns: numbers, limit: LISTED };
      return { queryKey: ['group numbers', project, asked], queryFn: ({ signal }: { signal: AbortSignal }) => queryGroups(project, asked, signal), staleTime: 5_000, refetchInterval: 15_000 };
    }),
    combine: (results) => results.map((result) => result.data),
  });
  return useMemo(() => {
    if (answers.length === 0) return NONE;
    return new Map(answers.flatMap((answer, i) => (answer?.groups ?? []).map((group) => [groupUid({ values: group.key }, groupBy.slice(0, depths[i])), group.values] as const)));
    // The depths follow from what is grouped by.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [answers, groupBy]);
}
