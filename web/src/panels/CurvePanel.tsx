import { LoggedCurves } from './LoggedCurves';
import type { CurveSpec, PanelProps } from './registry';
import { ScoredCurves } from './ScoredCurves';

/** Curves of a table that runs logged: two of its columns as they are, or what its labels and scores come to. */
export function CurvePanel(props: PanelProps<CurveSpec>) {
  const { draw } = props.spec;
  return draw === undefined || draw === 'columns' ? <LoggedCurves {...props} /> : <ScoredCurves {...props} draw={draw} />;
}
