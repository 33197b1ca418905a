import type { ReactNode } from 'react';
import { toProblem } from '../api/http';
import { Icon, CairnDrawing } from './icons';
import { Button } from './controls';
import css from './ui.module.css';

/** Grey bars that show only when the wait is longer than 150 ms. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  return (
    <div className={css.skeleton} role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => <i key={i} style={{ width: `${92 - ((i * 37) % 45)}%` }} />)}
    </div>
  );
}

/** Why there is nothing, and what to do about it. */
export function Empty({ title, children, drawing }: { title: string; children?: ReactNode; drawing?: boolean }) {
  return (
    <div className={css.empty}>
      {drawing && <CairnDrawing />}
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** The server's refusal in its own words: title, detail, remedy. */
export function ProblemView({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = toProblem(error);
  return (
    <div className={css.problem} role="alert">
      <Icon name="warning" />
      <div className="grow">
        <h3>{problem.title}</h3>
        {problem.detail && <p>{problem.detail}</p>}
        {problem.remedy && <p>{problem.remedy}</p>}
      </div>
      {retry && <Button small onClick={retry}>Try again</Button>}
    </div>
  );
}
