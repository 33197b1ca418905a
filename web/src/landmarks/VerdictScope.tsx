import { createContext, use, type ReactNode } from 'react';
import type { Verdict } from '../api/types';
import { verdictKey } from './verdicts';

type Verdicts = ReadonlyMap<string, Verdict>;

const Known = createContext<Verdicts | undefined>(undefined);

/** Makes the verdicts of a table known to its cells. */
export function VerdictScope({ verdicts, children }: { verdicts: Verdicts | undefined; children: ReactNode }) {
  return <Known value={verdicts}>{children}</Known>;
}

/** The verdict on a run's metric; undefined where none is known. `asked` says whether verdicts were asked for at all. */
export function useVerdict(run: number, metric: string): { asked: boolean; verdict: Verdict | undefined } {
  const known = use(Known);
  return { asked: known !== undefined, verdict: known?.get(verdictKey(run, metric)) };
}
