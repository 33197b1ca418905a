import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { getJson, projectPath, sendJson } from '../api/http';
import type { GateResult, Landmark, Run, Verdict } from '../api/types';
import { formatNumber } from '../charts/ticks';
import { toNumber } from './ruler';

const AT_ONCE = 500;

export const verdictKeys = {
  run: (run: number, stamp: string) => ['verdicts', 'run', run, stamp] as const,
  table: (project: string, landmark: string, runs: readonly number[], total: number) => ['verdicts', 'table', project, landmark, runs, total] as const,
  gates: (project: string, run: number) => ['gates', project, run] as const,
};

/** How a run, and its group where that has several runs, stands against every landmark of its metrics; asked anew when `stamp` changes. */
export const runVerdicts = (run: number, stamp: string) =>
  queryOptions({
    queryKey: verdictKeys.run(run, stamp),
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await getJson<{ verdicts: Verdict[] }>(`/runs/${run}/verdicts`, signal)).verdicts,
  });

/** The verdicts of a run's page, asked anew while it runs and when a landmark moves. */
export function useRunVerdicts(run: Run, landmarks: readonly Landmark[]) {
  const stamp = `${run.state} ${landmarks.map((l) => `${l.id}:${l.resolved?.value}:${l.resolved?.n}`).join(' ')}`;
  return useQuery({ ...runVerdicts(run.id, stamp), refetchInterval: run.state === 'running' ? 5_000 : false });
}

/** The landmarks of a metric from which a run's own value can't be told apart though its spread is known. */
export function unclearLandmarks(verdicts: readonly Verdict[], metric: string): ReadonlySet<string> {
  return new Set(verdicts.filter((v) => v.metric === metric && !v.subject.group && v.word === 'unclear' && v.method !== 'none').map((v) => v.landmark.name));
}

/** Verdicts of the rows on the screen against one landmark, by `run metric`, corrected for all `total` rows of the table. */
export const tableVerdicts = (project: string, landmark: string, runs: readonly number[], total: number) =>
  queryOptions({
    queryKey: verdictKeys.table(project, landmark, runs, total),
    queryFn: async ({ signal }) => {
      const found = new Map<string, Verdict>();
      for (let from = 0; from < runs.length; from += AT_ONCE) {
        const { verdicts } = await sendJson<{ verdicts: Verdict[] }>('POST', `${projectPath(project)}/verdicts/query`, { runs: runs.slice(from, from + AT_ONCE), landmark, comparisons: Math.max(1, total) }, signal);
        for (const verdict of verdicts) found.set(verdictKey(verdict.subject.run ?? 0, verdict.metric), verdict);
      }
      return found;
    },
    placeholderData: (previous) => previous,
    staleTime: 5_000,
  });

export const verdictKey = (run: number, metric: string) => `${run} ${metric}`;

/** What gates have said of a run, of its group, and of its commit; newest first. */
export const runGates = (project: string, run: number, group: string | null | undefined) =>
  queryOptions({
    queryKey: verdictKeys.gates(project, run),
    queryFn: async ({ signal }) =>
      (await getJson<{ results: GateResult[] }>(`${projectPath(project)}/gates?run=${run}${group ? `&group=${encodeURIComponent(group)}` : ''}`, signal)).results,
  });

/** Gate results of a commit. */
export const commitGates = (project: string, commit: string) =>
  queryOptions({
    queryKey: ['gates', project, 'commit', commit] as const,
    queryFn: async ({ signal }) => (await getJson<{ results: GateResult[] }>(`${projectPath(project)}/gates?commit=${encodeURIComponent(commit)}`, signal)).results,
  });

export type Tone = 'better' | 'worse' | 'noise';

/** How a verdict is coloured: green and red only where the difference is real. */
export function toneOf(word: Verdict['word']): Tone {
  return word === 'better' || word === 'worse' ? word : 'noise';
}

const WORDS: Record<Verdict['word'], string> = { better: 'better', worse: 'worse', equal: 'equal', unclear: "can't tell", itself: 'this is it' };

export const wordOf = (word: Verdict['word']): string => WORDS[word];

/** A number of a verdict in its own unit: percentage points for shares of examples. */
export function amount(verdict: Pick<Verdict, 'shareScale'>, value: number, signed = false): string {
  const scale = toNumber(verdict.shareScale);
  const points = scale ? (100 * value) / scale : value;
  const text = scale ? points.toFixed(Math.abs(points) < 0.095 && points !== 0 ? 2 : 1) : formatNumber(points, 3);
  const plain = /^-0\.0+$/.test(text) ? text.slice(1) : text;
  return (signed && points > 0 && !/^0\.0+$/.test(plain) ? '+' : '') + plain.replace('-', '−');
}

/** The interval of the difference, such as `0.7 … 1.6`; empty where no spread is known. */
export function intervalOf(verdict: Pick<Verdict, 'shareScale' | 'low' | 'high'>): string {
  const [low, high] = [toNumber(verdict.low), toNumber(verdict.high)];
  return low === undefined || high === undefined ? '' : `${amount(verdict, low, true)} … ${amount(verdict, high, true)}`;
}
