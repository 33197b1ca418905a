import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { getJson, send, sendJson } from '../api/http';
import type { ModelDetail, ModelVersion, RegisteredModel, RunModelList, Stage } from './types';

// Registrations are rare and have no live event: looking again every quarter of a minute is enough.
const LOOK_AGAIN = 15_000;

export const modelList = queryOptions({
  queryKey: ['models'] as const,
  queryFn: async ({ signal }) => (await getJson<{ models: RegisteredModel[] }>('/models', signal)).models,
  refetchInterval: LOOK_AGAIN,
});

export const modelPath = (name: string) => `/models/${encodeURIComponent(name)}`;

export const modelDetail = (name: string) =>
  queryOptions({
    queryKey: ['model', name] as const,
    queryFn: ({ signal }) => getJson<ModelDetail>(modelPath(name), signal),
    refetchInterval: LOOK_AGAIN,
  });

export const runModels = (run: number) =>
  queryOptions({ queryKey: ['runModels', run] as const, queryFn: ({ signal }) => getJson<RunModelList>(`/runs/${run}/models`, signal), refetchInterval: LOOK_AGAIN });

/** One change of a model, told as data so that a page needs one mutation only. */
export type ModelChange =
  | { kind: 'describe'; text: string; version?: number }
  | { kind: 'stage'; version: number; stage: Stage; archiveOthers: boolean }
  | { kind: 'alias'; alias: string; version: number }
  | { kind: 'unalias'; alias: string };

async function apply(name: string, change: ModelChange): Promise<void> {
  const path = modelPath(name);
  switch (change.kind) {
    case 'describe':
      return void (await sendJson<unknown>('PATCH', change.version === undefined ? path : `${path}/versions/${change.version}`, { description: change.text }));
    case 'stage':
      return void (await sendJson<ModelVersion>('POST', `${path}/versions/${change.version}/stage`, { stage: change.stage, archiveOthers: change.archiveOthers || undefined }));
    case 'alias':
      return void (await sendJson<ModelDetail>('PUT', `${path}/aliases/${encodeURIComponent(change.alias)}`, { version: change.version }));
    case 'unalias':
      return void (await send(`${path}/aliases/${encodeURIComponent(change.alias)}`, { method: 'DELETE' }));
  }
}

/** Changes a model; settles once the page has read anew what the server made of it. */
export function useModelChange(name: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ModelChange) => apply(name, change),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['model', name] }), client.invalidateQueries({ queryKey: ['models'] })]),
  });
}
