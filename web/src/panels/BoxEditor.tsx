import { Button, Check } from '../ui/controls';
import { ColumnSelect } from './ColumnSelect';
import css from './panels.module.css';
import type { BoxSpec, PanelProps } from './registry';

const FORMS = [['box', 'Box'], ['violin', 'Violin'], ['dots', 'Dots']] as const;

export function BoxEditor({ project, spec, change }: PanelProps<BoxSpec>) {
  return (
    <div className={css.editor}>
      <ColumnSelect project={project} label="Values" numbers value={spec.column} onChange={(column) => change?.({ column })} />
      <ColumnSelect project={project} label="Groups" none="all in one" value={spec.by ?? ''} onChange={(by) => change?.({ by: by || undefined })} />
      <div className="row">{FORMS.map(([form, name]) => <Button key={form} small on={(spec.form ?? 'box') === form} onClick={() => change?.({ form })}>{name}</Button>)}</div>
      {spec.form !== 'violin' && <Check checked={spec.log === true} onChange={(on) => change?.({ log: on || undefined })}>logarithmic</Check>}
    </div>
  );
}
