import { Button } from '../ui/controls';
import { heading } from '../runs/values';
import { ColumnSelect } from './ColumnSelect';
import { MetricSelect } from './MetricSelect';
import css from './panels.module.css';
import type { ImportanceSpec, PanelProps } from './registry';

export function ImportanceEditor({ project, spec, change }: PanelProps<ImportanceSpec>) {
  const columns = spec.columns ?? [];
  return (
    <div className={css.editor}>
      <MetricSelect project={project} metric={spec.metric} statistic={spec.aggregate ?? 'last'} onChange={(metric, aggregate) => change?.({ metric, aggregate })} />
      {columns.length > 0 && (
        <ul className={css.order}>
          {columns.map((c) => <li key={c}><span className="ellipsis grow" title={c}>{heading(c)}</span><Button small kind="ghost" icon="close" label={`Leave out ${heading(c)}`} onClick={() => change?.({ columns: columns.length > 1 ? columns.filter((o) => o !== c) : undefined })} /></li>)}
        </ul>
      )}
      <ColumnSelect project={project} label={columns.length > 0 ? 'Add' : 'Settings'} none={columns.length > 0 ? 'choose a column' : 'all that differ'} value="" onChange={(c) => c && !columns.includes(c) && change?.({ columns: [...columns, c] })} />
      {columns.length > 0 && <Button small onClick={() => change?.({ columns: undefined })}>All settings that differ</Button>}
    </div>
  );
}
