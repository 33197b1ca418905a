import { Check } from '../ui/controls';
import { ColumnSelect } from './ColumnSelect';
import css from './panels.module.css';
import type { BarSpec, PanelProps } from './registry';

export function BarEditor({ project, spec, change }: PanelProps<BarSpec>) {
  return (
    <div className={css.editor}>
      <ColumnSelect project={project} label="Values" numbers value={spec.column} onChange={(column) => change?.({ column })} />
      <ColumnSelect project={project} label="Groups" none="a bar for each run" value={spec.by ?? ''} onChange={(by) => change?.({ by: by || undefined })} />
      <Check checked={spec.ascending === true} onChange={(on) => change?.({ ascending: on || undefined })}>lowest first</Check>
    </div>
  );
}
