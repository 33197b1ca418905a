import { queryOptions } from '@tanstack/react-query';
import { getJson, projectPath } from '../api/http';
import type { ArtifactCollection, ArtifactDiff, ArtifactFile, CollectionDetail, Lineage, RunArtifactList } from './types';

// Versions are rare and have no live event: looking again now and then is enough.
const LOOK_AGAIN = 15_000;

const pathOf = (project: string) => `${projectPath(project)}/artifacts`;

export const collectionList = (project: string) =>
  queryOptions({ queryKey: ['artifacts', project] as const, queryFn: async ({ signal }) => (await getJson<{ collections: ArtifactCollection[] }>(pathOf(project), signal)).collections, refetchInterval: LOOK_AGAIN });

export const collectionDetail = (project: string, collection: string) =>
  queryOptions({ queryKey: ['artifacts', project, collection] as const, queryFn: ({ signal }) => getJson<CollectionDetail>(`${pathOf(project)}/${encodeURIComponent(collection)}`, signal), refetchInterval: LOOK_AGAIN });

export const artifactFiles = (id: number) =>
  queryOptions({ queryKey: ['artifactFiles', id] as const, staleTime: Infinity, queryFn: async ({ signal }) => (await getJson<{ files: ArtifactFile[] }>(`/artifacts/${id}/files`, signal)).files });

export const artifactDiff = (from: number, to: number) =>
  queryOptions({ queryKey: ['artifactDiff', from, to] as const, staleTime: Infinity, queryFn: ({ signal }) => getJson<ArtifactDiff>(`/artifacts/${from}/diff/${to}`, signal) });

export const lineage = (id: number) => queryOptions({ queryKey: ['lineage', id] as const, queryFn: ({ signal }) => getJson<Lineage>(`/artifacts/${id}/lineage`, signal) });

export const runArtifacts = (run: number) =>
  queryOptions({ queryKey: ['runArtifacts', run] as const, queryFn: ({ signal }) => getJson<RunArtifactList>(`/runs/${run}/artifacts`, signal), refetchInterval: LOOK_AGAIN });

/** The address of a version's file, each segment escaped. */
export const artifactFileUrl = (id: number, path: string) => `/api/v1/artifacts/${id}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
