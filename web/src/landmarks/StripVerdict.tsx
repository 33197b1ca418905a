import { useQuery } from '@tanstack/react-query';
import type { Verdict } from '../api/types';
import type { Mark } from './ruler';
import css from './verdicts.module.css';
import { tableVerdicts, toneOf, verdictKey } from './verdicts';

const SAID: Record<Verdict['word'], string> = { better: 'better than', worse: 'worse than', equal: 'equal to', unclear: "can't tell from", itself: 'is' };

/** The landmark that a value is compared with: the hardest it reached, else the easiest. */
export function nextMark(value: number, marks: readonly Mark[], direction: 'max' | 'min'): Mark | undefined {
  const ordered = direction === 'max' ? marks : marks.toReversed();
  return ordered.findLast((mark) => (direction === 'max' ? value >= mark.value : value <= mark.value)) ?? ordered[0];
}

interface Props {
  project: string;
  run: number;
  metric: string;
  mark: Mark;
  /** How many runs it was picked from, or is one of: the verdict is corrected for so many comparisons. */
  among: number;
  /** Runs whose verdicts are asked for in the same question. */
  runs?: readonly number[];
}

/** Whether a run is better than a landmark, worse, or nobody can tell. */
export function StripVerdict({ project, run, metric, mark, among, runs }: Props) {
  const verdict = useQuery(tableVerdicts(project, mark.name, runs ?? [run], among)).data?.get(verdictKey(run, metric));
  if (!verdict) return null;
  return <small className={`${css.said} ${css[toneOf(verdict.word)]} ellipsis`} data-testid="strip-verdict" data-word={verdict.word} title={verdict.sentence}>{SAID[verdict.word]} {mark.name}</small>;
}
