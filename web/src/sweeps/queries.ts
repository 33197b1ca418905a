import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { getJson, projectPath, sendJson } from '../api/http';
import type { Sweep, SweepDetail, SweepTrial } from './types';

// Agents and their trials have no event of their own; runs do, and those come at once.
const LOOK_AGAIN = 5_000;

const path = (project: string, uid?: string) => `${projectPath(project)}/sweeps${uid === undefined ? '' : `/${encodeURIComponent(uid)}`}`;

export const sweepList = (project: string) =>
  queryOptions({
    queryKey: ['sweeps', project] as const,
    queryFn: async ({ signal }) => (await getJson<{ sweeps: Sweep[] }>(path(project), signal)).sweeps,
    refetchInterval: LOOK_AGAIN,
  });

export const sweepDetail = (project: string, uid: string) =>
  queryOptions({
    queryKey: ['sweep', project, uid] as const,
    queryFn: ({ signal }) => getJson<SweepDetail>(path(project, uid), signal),
    refetchInterval: (query) => (query.state.data && ['finished', 'canceled'].includes(query.state.data.sweep.state) ? 30_000 : LOOK_AGAIN),
  });

/** One change of a sweep, told as data so that a page needs one mutation only. */
export type SweepChange =
  | { kind: 'state'; state: 'running' | 'paused' | 'finished' | 'canceled' }
  | { kind: 'requeue'; trials: number[] };

async function apply(project: string, uid: string, change: SweepChange): Promise<void> {
  if (change.kind === 'state') return void (await sendJson<SweepDetail>('PATCH', path(project, uid), { state: change.state }));
  for (const trial of change.trials) await sendJson<SweepTrial>('POST', `${path(project, uid)}/trials/${trial}/requeue`, {});
}

/** Changes a sweep; settles once the page has read anew what the server made of it. */
export function useSweepChange(project: string, uid: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: SweepChange) => apply(project, uid, change),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['sweep', project, uid] }), client.invalidateQueries({ queryKey: ['sweeps', project] })]),
  });
}

export const createSweep = (project: string, text: string) => sendJson<SweepDetail>('POST', path(project), { text });
