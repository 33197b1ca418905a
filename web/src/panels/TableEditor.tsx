import { Button, Check } from '../ui/controls';
import { heading } from '../runs/values';
import { ColumnSelect } from './ColumnSelect';
import css from './panels.module.css';
import type { PanelProps, TableSpec } from './registry';

export function TableEditor({ project, spec, change }: PanelProps<TableSpec>) {
  return (
    <div className={css.editor}>
      <ul className={css.order}>
        {spec.columns.map((c) => <li key={c}><span className="ellipsis grow" title={c}>{heading(c)}</span><Button small kind="ghost" icon="close" label={`Leave out ${heading(c)}`} onClick={() => change?.({ columns: spec.columns.filter((o) => o !== c) })} /></li>)}
      </ul>
      <ColumnSelect project={project} label="Add" none="choose a column" value="" onChange={(c) => c && !spec.columns.includes(c) && change?.({ columns: [...spec.columns, c] })} />
      <ColumnSelect project={project} label="Sort by" none="newest first" value={spec.sort ?? ''} onChange={(sort) => change?.({ sort: sort || undefined })} />
      {spec.sort && <Check checked={spec.descending !== false} onChange={(on) => change?.({ descending: on })}>highest first</Check>}
    </div>
  );
}
