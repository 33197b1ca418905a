import { Button } from '../ui/controls';
import { KeySelect } from './KeySelect';
import css from './panels.module.css';
import type { HistogramSpec, PanelProps } from './registry';

export function HistogramEditor({ project, spec, change }: PanelProps<HistogramSpec>) {
  return (
    <div className={css.editor}>
      <KeySelect project={project} type="histogram" value={spec.key} onChange={(key) => change?.({ key })} />
      <div className="row">
        <Button small on={spec.form !== 'ridge'} onClick={() => change?.({ form: undefined })}>Heat map</Button>
        <Button small on={spec.form === 'ridge'} onClick={() => change?.({ form: 'ridge' })}>Ridges</Button>
      </div>
    </div>
  );
}
