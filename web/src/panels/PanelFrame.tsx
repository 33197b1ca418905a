import type { ReactNode } from 'react';
import { toProblem } from '../api/http';
import { Skeleton } from '../ui/states';
import { useSize } from '../ui/useSize';
import css from './panels.module.css';

/** What every panel's drawing stands in: its size, and words where there is nothing to draw. */
export function PanelFrame({ label, pending, error, why, note, legend, children }: {
  label: string;
  pending: boolean;
  error: unknown;
  /** Why there is nothing; undefined when there is something. */
  why?: ReactNode;
  /** What is left out. */
  note?: string;
  legend?: ReactNode;
  children: (width: number, height: number) => ReactNode;
}) {
  const [ref, width, height] = useSize<HTMLDivElement>();
  const problem = error ? toProblem(error) : undefined;
  return (
    <div className={css.frame} role="group" aria-label={label}>
      {legend}
      <div className={css.drawing} ref={ref}>
        {problem ? <div className={css.message} role="alert"><p><b>{problem.title}.</b> {problem.detail} {problem.remedy}</p></div>
          : pending ? <Skeleton lines={5} />
          : why !== undefined ? <div className={css.message}><p>{why}</p></div>
          : width > 0 && children(width, Math.max(120, height))}
      </div>
      {note && !problem && <p className={css.note}>showing {note}</p>}
    </div>
  );
}

/** The labels of a colour scale. */
export function Legend({ title, children }: { title: string; children: ReactNode }) {
  return <div className={css.legend}><span className="muted">{title}</span>{children}</div>;
}
