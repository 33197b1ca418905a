import { getJson } from '../api/http';
import type { RecordKey, RunRecord } from '../api/types';

const KEYS_ASKED = 12;

/** The step nearest to `step`, before or after it, at which any of the keys has a record; undefined where there is none. */
export async function neighbour(run: number, keys: readonly RecordKey[], step: number, forward: boolean): Promise<number | undefined> {
  const reachable = keys.filter((k) => (forward ? k.lastStep > step : k.firstStep < step));
  const found = await Promise.all(reachable.slice(0, KEYS_ASKED).map(async ({ key }) => {
    const bound = forward ? `fromStep=${step + 1}&order=asc` : `toStep=${step - 1}&order=desc`;
    const { records } = await getJson<{ records: RunRecord[] }>(`/runs/${run}/records?key=${encodeURIComponent(key)}&${bound}&limit=1`);
    return records[0]?.step;
  }));
  const steps = found.filter((s): s is number => s !== undefined);
  return steps.length === 0 ? undefined : forward ? Math.min(...steps) : Math.max(...steps);
}
