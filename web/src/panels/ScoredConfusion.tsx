import { useState } from 'react';
import type { Classification, RunRow } from '../api/types';
import { ConfusionMatrix } from '../run/ConfusionMatrix';
import ui from '../ui/ui.module.css';
import css from './panels.module.css';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** What one of the runs took for what, beside what who always says the largest class gets right. */
export function ScoredConfusion({ runs, names }: { runs: Classification['runs']; names: ReadonlyMap<number, Pick<RunRow, 'uid' | 'name'>> }) {
  const [chosen, setChosen] = useState<number>();
  const one = runs.find((run) => run.run === chosen) ?? runs[0]!;
  const { classes, matrix, accuracy, majorityShare } = one.confusion;
  return (
    <>
      <p className={css.statement} data-weak={accuracy <= majorityShare}>
        {runs.length > 1 && <><select className={ui.select} aria-label="Run" value={one.run} onChange={(e) => setChosen(Number(e.target.value))}>{runs.map((run) => <option key={run.run} value={run.run}>{names.get(run.run)?.name || names.get(run.run)?.uid || `run ${run.run}`}</option>)}</select>{' '}</>}
        Who always says the largest class is right in {percent(majorityShare)}{accuracy <= majorityShare && ': this is no better'}.
      </p>
      <ConfusionMatrix classes={classes} matrix={matrix} />
    </>
  );
}
