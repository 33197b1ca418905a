import { heading } from '../runs/values';
import { Button } from '../ui/controls';
import { ColumnSelect } from './ColumnSelect';
import css from './panels.module.css';
import type { PanelProps, ParallelSpec } from './registry';

export function ParallelEditor({ project, spec, change }: PanelProps<ParallelSpec>) {
  const set = (columns: string[]) => change?.({ columns });
  const move = (i: number, by: number) => {
    const next = [...spec.columns];
    const [one] = next.splice(i, 1);
    next.splice(i + by, 0, one!);
    set(next);
  };
  return (
    <div className={css.editor}>
      <ol className={css.order}>
        {spec.columns.map((column, i) => (
          <li key={column}>
            <span className="ellipsis grow" title={column}>{heading(column)}</span>
            <Button small kind="ghost" icon="up" label={`Move ${heading(column)} left`} disabled={i === 0} onClick={() => move(i, -1)} />
            <Button small kind="ghost" icon="down" label={`Move ${heading(column)} right`} disabled={i === spec.columns.length - 1} onClick={() => move(i, 1)} />
            <Button small kind="ghost" icon="close" label={`Leave out ${heading(column)}`} disabled={spec.columns.length <= 2} onClick={() => set(spec.columns.filter((c) => c !== column))} />
          </li>
        ))}
      </ol>
      <ColumnSelect project={project} label="Add" none="choose a column" value="" onChange={(column) => column && !spec.columns.includes(column) && set([...spec.columns.slice(0, -1), column, spec.columns.at(-1)!])} />
      <p className="muted">The last one colours the lines.</p>
    </div>
  );
}
