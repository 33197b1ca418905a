import { useQuery } from '@tanstack/react-query';
import { projectKeys } from '../api/queries';
import { LoggedCurves } from './LoggedCurves';
import type { CurveSpec, PanelProps } from './registry';
import { ScoredCurves } from './ScoredCurves';
import { LIKELY } from './useRecords';

/** Curves of a table that runs logged: two of its columns as they are, or what its labels and scores come to. */
export function CurvePanel(props: PanelProps<CurveSpec>) {
  const { draw, key } = props.spec;
  const free = draw === undefined && key === '';
  const keys = useQuery({ ...projectKeys(props.project), enabled: free });
  // Where nobody has chosen and no table looks like curves, predictions at least tell what is taken for what.
  const records = (keys.data ?? []).filter((one) => free && one.kind === 'record');
  const predictions = records.some((one) => one.type === 'table' && LIKELY.test(one.key)) ? undefined : records.filter((one) => one.type === 'predictions').sort((a, b) => b.runs - a.runs)[0];
  if (predictions) return <ScoredCurves {...props} spec={{ ...props.spec, key: predictions.key }} draw="confusion" />;
  return draw === undefined || draw === 'columns' ? <LoggedCurves {...props} /> : <ScoredCurves {...props} draw={draw} />;
}
