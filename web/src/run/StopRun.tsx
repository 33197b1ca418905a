import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../api/queries';
import { sendJson } from '../api/http';
import type { Run } from '../api/types';
import { Button } from '../ui/controls';
import css from './run.module.css';

// MLflow's clients ask no server whether they are to stop.
const DEAF = new Set(['mlflow']);

/** Asks a run to stop, and says so while its client has not yet done it. */
export function StopRun({ run }: { run: Run }) {
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => sendJson<Run>('POST', `/runs/${run.id}/stop`, {}),
    onSettled: () => client.invalidateQueries({ queryKey: keys.run(run.project, run.uid) }),
  });
  if (run.state !== 'running' || DEAF.has(run.source)) return null;
  if (run.stopRequestedAt) return <span className={css.fact} role="status" title="The client hears of it at its next heartbeat and ends by itself">stopping …</span>;
  return (
    <Button small icon="close" disabled={stop.isPending} title={stop.error?.message ?? 'Its client hears of it within half a minute and ends by itself'} onClick={() => window.confirm(`Stop ${run.name || run.uid}? Its program is asked to end.`) && stop.mutate()}>{stop.error ? 'Stop failed: again' : 'Stop'}</Button>
  );
}
