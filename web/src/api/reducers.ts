import type { InfiniteData } from '@tanstack/react-query';
import type { LiveEvent, Run, RunPage, RunRow } from './types';

type RunEvent = Extract<LiveEvent, { event: 'run' }>;
type Pages = InfiniteData<RunPage, string | undefined>;

/** The loaded pages after a run changed its name or state or went away; the same object when nothing changed. */
export function applyRunEvent(pages: Pages, event: RunEvent): Pages {
  let touched = false;
  const next = pages.pages.map((page) => {
    const at = page.runs.findIndex((row) => row.id === event.run);
    if (at < 0) return page;
    touched = true;
    if (event.change === 'deleted') return { ...page, runs: page.runs.filter((row) => row.id !== event.run), total: page.total - 1 };
    return { ...page, runs: page.runs.with(at, { ...page.runs[at]!, name: event.name, state: event.state }) };
  });
  return touched ? { ...pages, pages: next } : pages;
}

/** The loaded pages with fresh rows in the places of their old ones: no row moves, appears or goes. */
export function mergeRows(pages: Pages, fresh: readonly RunRow[]): Pages {
  if (fresh.length === 0) return pages;
  const byId = new Map(fresh.map((row) => [row.id, row]));
  let touched = false;
  const next = pages.pages.map((page) => {
    if (!page.runs.some((row) => byId.has(row.id))) return page;
    touched = true;
    return { ...page, runs: page.runs.map((row) => byId.get(row.id) ?? row) };
  });
  return touched ? { ...pages, pages: next } : pages;
}

/** One run's document after an event about it. */
export function applyToRun(run: Run, event: RunEvent): Run {
  return event.run === run.id && event.change !== 'deleted' ? { ...run, name: event.name, state: event.state } : run;
}
