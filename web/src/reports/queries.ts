import { queryOptions } from '@tanstack/react-query';
import { getJson, projectPath, send, sendJson } from '../api/http';
import type { components } from '../api/schema';
import type { Json } from '../api/types';

export type Report = Omit<components['schemas']['SavedView'], 'spec'> & { spec?: { [key: string]: Json } };

export const reportList = (project: string) =>
  queryOptions({
    queryKey: ['reports', project] as const,
    queryFn: async ({ signal }) => (await getJson<{ views: Report[] }>(`${projectPath(project)}/views?kind=report`, signal)).views,
  });

export const report = (id: number) => queryOptions({ queryKey: ['report', id] as const, queryFn: ({ signal }) => getJson<Report>(`/views/${id}`, signal), retry: false });

export const createReport = (project: string, displayName: string, markdown: string) =>
  sendJson<Report>('POST', `${projectPath(project)}/views`, { kind: 'report', displayName, spec: { markdown } });

/** Keeps a report; refused when someone else changed it since it was read. */
export const saveReport = (known: Report, displayName: string, markdown: string) =>
  sendJson<Report>('PATCH', `/views/${known.id}`, { displayName, spec: { markdown }, basedOn: known.updatedAt });

export const deleteReport = async (id: number) => void (await send(`/views/${id}`, { method: 'DELETE' }));
