import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { keys, queryRuns } from '../api/queries';
import type { RunPage, RunRow, SortTerm } from '../api/types';

export const ROWS = 100;
export const COLUMNS = 40;
const MOST_BLOCKS = 6;
const PAUSE = 70; // ms that a place has to be on the screen before it is asked for
const PATIENCE = 300; // ms after which it is asked for although the scrolling goes on

export interface Range {
  from: number;
  to: number;
}

/** The runs on the screen of a list of any length and width, asked for in blocks of rows and columns. */
export interface Blocks {
  total: number;
  at: (index: number) => RunRow | undefined;
  error: unknown;
  pending: boolean;
  fetching: boolean;
  refetch: () => void;
}

/** A range that is taken over once it has been still for a moment, so that scrolling draws nothing but the rows. */
export function useSettledRange(first: Range): [Range, (range: Range) => void] {
  const [settled, setSettled] = useState(first);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const since = useRef<number>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const settle = useCallback((range: Range) => {
    clearTimeout(timer.current);
    const waited = performance.now() - (since.current ??= performance.now());
    timer.current = setTimeout(() => {
      since.current = undefined;
      setSettled(range);
    }, Math.max(0, Math.min(PAUSE, PATIENCE - waited)));
  }, []);
  return [settled, settle];
}

const blocksOf = (range: Range, size: number): number[] => {
  const first = Math.floor(Math.max(0, range.from) / size);
  const last = Math.floor(Math.max(0, range.to) / size);
  return Array.from({ length: Math.min(MOST_BLOCKS, last - first + 1) }, (_, i) => first + i);
};

/** Asks for the runs at `rows` of a project's list, with the values of the columns at `cols` of `columns`. */
export function useBlocks(project: string, filter: string | undefined, sort: readonly SortTerm[], columns: readonly string[], rows: Range, cols: Range, extra: readonly string[], enabled = true): Blocks {
  const parts = useMemo(() => {
    const asked = blocksOf(cols, COLUMNS).map((block) => columns.slice(block * COLUMNS, (block + 1) * COLUMNS)).filter((some, i) => i === 0 || some.length > 0);
    return blocksOf(rows, ROWS).flatMap((block) => asked.map((some) => ({ block, columns: [...new Set([...some, ...extra])] })));
  }, [columns, rows, cols, extra]);
  const answers = useQueries({
    queries: parts.map((part) => ({
      queryKey: [...keys.table(project), { filter, sort }, part.block, part.columns] as const,
      queryFn: ({ signal }: { signal: AbortSignal }) => queryRuns(project, { filter, sort: sort.length > 0 ? [...sort] : undefined, columns: part.columns, limit: ROWS, offset: part.block * ROWS }, signal),
      placeholderData: keepPreviousData, retry: false, enabled,
    })),
  });
  const stamp = answers.map((answer) => `${answer.dataUpdatedAt} ${answer.isPlaceholderData}`).join();
  const [good, setGood] = useState<{ project: string; total: number; blocks: Map<number, RunRow[]> }>();
  const made = useMemo(() => {
    const blocks = new Map<number, RunRow[]>();
    let total: number | undefined;
    const values = new Map<number, RunRow>();
    for (const [i, part] of parts.entries()) {
      const answer = answers[i];
      const page: RunPage | undefined = answer?.isPlaceholderData ? undefined : answer?.data;
      if (!page) continue;
      total ??= page.total;
      if (!blocks.has(part.block)) blocks.set(part.block, page.runs);
      for (const row of page.runs) {
        const known = values.get(row.id);
        values.set(row.id, known ? { ...known, values: { ...known.values, ...row.values } } : row);
      }
    }
    for (const [block, list] of blocks) blocks.set(block, list.map((row) => values.get(row.id) ?? row));
    return total === undefined ? undefined : { project, total, blocks };
    // The stamp stands for the answers, which are new objects at every render.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [stamp, parts, project]);
  if (made && made !== good) setGood(made);
  const shown = made ?? (good?.project === project ? good : undefined);
  return useMemo<Blocks>(() => ({
    total: shown?.total ?? 0,
    at: (index) => shown?.blocks.get(Math.floor(index / ROWS))?.[index % ROWS],
    error: answers.find((answer) => answer.error)?.error ?? null,
    pending: shown === undefined,
    fetching: answers.some((answer) => answer.isFetching),
    refetch: () => answers.forEach((answer) => void answer.refetch()),
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }), [shown, stamp, answers.some((answer) => answer.isFetching)]);
}
