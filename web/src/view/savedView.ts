import { queryOptions } from '@tanstack/react-query';
import { getJson, projectPath, sendJson } from '../api/http';
import type { Search } from './viewState';

/** A view kept on the server; `spec.search` is its address, as the text after `?` in parts. */
export interface SavedView {
  id: number;
  project: string;
  kind: string;
  name: string;
  displayName: string;
  description?: string;
  spec?: Record<string, unknown>;
  createdBy: string;
  createdAt: number;
  updatedAt: number;
  isDefault: boolean;
}

/** The kind of views of a project's charts and runs. */
export const WORKSPACE = 'workspace';

export const viewKeys = {
  list: (project: string) => ['views', project] as const,
  one: (id: number) => ['view', id] as const,
};

/** The saved views of one kind of a project's pages, without their specs. */
export const viewsOf = (project: string, kind: string) => queryOptions({
  queryKey: [...viewKeys.list(project), kind], staleTime: 60_000, retry: false,
  queryFn: async ({ signal }) => (await getJson<{ views: SavedView[] }>(`${projectPath(project)}/views?kind=${kind}`, signal)).views,
});

/** The saved workspaces of a project, without their specs. */
export const savedViews = (project: string) => viewsOf(project, WORKSPACE);

export const savedView = (id: number) =>
  queryOptions({ queryKey: viewKeys.one(id), queryFn: ({ signal }) => getJson<SavedView>(`/views/${id}`, signal), staleTime: 60_000, retry: false });

/** What an address says, as a view's spec keeps it. */
export const specOf = (search: Search): { search: Search } => {
  const rest = { ...search };
  delete rest.view;
  delete rest.full;
  return { search: rest };
};

/** The address that a spec keeps; empty where someone else wrote the spec. */
export function searchOf(view: Pick<SavedView, 'spec'> | undefined): Search {
  const kept = view?.spec?.search;
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0] !== 'view'));
}

/** Keeps an address as a new view: named, or without a name for a link that is only copied. */
export const createView = (project: string, search: Search, displayName?: string): Promise<SavedView> =>
  sendJson<SavedView>('POST', `${projectPath(project)}/views`, { kind: WORKSPACE, displayName, spec: specOf(search) });

/** Replaces what a view keeps; refused when someone changed it since `basedOn`. */
export const updateView = (id: number, search: Search, basedOn?: number): Promise<SavedView> =>
  sendJson<SavedView>('PATCH', `/views/${id}`, { spec: specOf(search), basedOn });
