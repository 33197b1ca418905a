import { Check } from '../ui/controls';
import { ColumnSelect } from './ColumnSelect';
import css from './panels.module.css';
import type { PanelProps, ScatterSpec } from './registry';

export function ScatterEditor({ project, spec, change }: PanelProps<ScatterSpec>) {
  return (
    <div className={css.editor}>
      <ColumnSelect project={project} label="Across" value={spec.x} onChange={(x) => change?.({ x, logX: undefined })} />
      <ColumnSelect project={project} label="Up" value={spec.y} onChange={(y) => change?.({ y, logY: undefined })} />
      <ColumnSelect project={project} label="Colour" none="the run's own" value={spec.colour ?? ''} onChange={(colour) => change?.({ colour: colour || undefined })} />
      <ColumnSelect project={project} label="Size" none="all the same" numbers value={spec.size ?? ''} onChange={(size) => change?.({ size: size || undefined })} />
      <div className="row">
        <Check checked={spec.logX === true} onChange={(on) => change?.({ logX: on })}>log across</Check>
        <Check checked={spec.logY === true} onChange={(on) => change?.({ logY: on })}>log up</Check>
      </div>
    </div>
  );
}
