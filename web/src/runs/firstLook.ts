import type { QueryClient } from '@tanstack/react-query';
import { columns, landmarks, project as projectQuery, projectKeys, runPages } from '../api/queries';
import type { SeriesStore } from '../api/seriesStore';
import { boardOf } from '../charts/board';
import { isOpen, isReached } from '../charts/sections';
import { PANEL_HEIGHT } from '../charts/usePanelMoves';
import { wholeWindow } from '../charts/useSeries';
import { savedView, savedViews, searchOf } from '../view/savedView';
import { parseSearch, parseView, type Search, type View } from '../view/viewState';
import { defined, metricDefinitions } from './definitions';
import { runsQuery, visibleRows } from './useRuns';
import { askedColumns, chosenColumns } from './useWorkspace';

const BESIDE = 340; // pixels beside the charts
const WIDE = 330;
const HELD = 10_000; // milliseconds in which the charts take over what was asked for them

/** The project whose charts an address shows. */
export function projectAt(path: string): string | undefined {
  const [, team, name] = /^\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  return team === undefined || team === 'models' ? undefined : `${decodeURIComponent(team)}/${decodeURIComponent(name!)}`;
}

async function viewAt(client: QueryClient, project: string, search: Search): Promise<View> {
  const plain = Object.keys(search).length === 0;
  const named = parseView({ view: search.view ?? '' }).saved;
  const views = await client.fetchQuery(savedViews(project));
  const id = named ?? (plain ? views.find((view) => view.isDefault)?.id : undefined) ?? 0;
  return parseView({ ...(id > 0 ? searchOf(await client.fetchQuery(savedView(id))) : {}), ...search });
}

/**
 * Asks for what a project's charts show first, before any of the page is drawn: the page then has its lists in its first
 * pass, and its curves are on their way meanwhile. What goes wrong here is asked again by the page, which tells of it.
 */
export async function firstLook(client: QueryClient, store: SeriesStore, project: string, address: string): Promise<void> {
  const [view, keys, marks, known, definitions] = await Promise.all([
    viewAt(client, project, parseSearch(address)),
    client.fetchQuery(projectKeys(project)), client.fetchQuery(landmarks(project)), client.fetchQuery(columns(project)), client.fetchQuery(metricDefinitions(project)),
    client.fetchQuery(projectQuery(project)),
  ]);
  const asked = askedColumns(view, chosenColumns(view, marks, keys, known, 1), marks);
  const pages = await client.fetchInfiniteQuery(runPages(project, runsQuery(view, asked)));
  if (view.groupBy.length > 0 || view.full !== null || view.pinned.length > 0 || view.zoom !== null) return;
  const runs = visibleRows(pages.pages.flatMap((page) => page.runs), view).map((row) => row.id);
  if (runs.length === 0 || (runs.length < view.count && pages.pages.at(-1)?.cursor)) return;
  const metrics = defined(keys.filter((key) => key.kind !== 'record'), definitions);
  const sections = boardOf(metrics, new Set(marks.map((mark) => mark.metric)), view.layout, view.panels);
  const drawn = new Set(metrics.filter((metric) => metric.stepMetric === undefined).map((metric) => metric.key));
  const places = Math.max(1, Math.floor((innerWidth - BESIDE) / WIDE)) * Math.ceil((innerHeight - PANEL_HEIGHT / 2) / PANEL_HEIGHT);
  const first = sections
    .filter((section) => view.panels !== '' || (isReached(section.name, view.toggled) && isOpen(section.name, view.toggled)))
    .flatMap((section) => section.panels.filter((panel) => !panel.single))
    .slice(0, places)
    .filter((panel) => Object.keys(panel.own).length === 0 && drawn.has(panel.id));
  const window = wholeWindow(view.axis, runs.length, view.logX);
  for (const panel of first) setTimeout(store.watch(window, runs, panel.id), HELD);
  store.ask();
}
