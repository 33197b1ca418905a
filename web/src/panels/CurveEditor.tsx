import { tableOf } from './curves';
import { KeySelect } from './KeySelect';
import css from './panels.module.css';
import type { CurveSpec, PanelProps } from './registry';
import { useRecords } from './useRecords';
import ui from '../ui/ui.module.css';

export function CurveEditor({ project, filter, spec, change }: PanelProps<CurveSpec>) {
  const found = useRecords(project, filter, spec.key, 'table', 1, 1);
  const columns = tableOf(found.data?.[0]?.records.at(-1)?.value)?.columns ?? [];
  const choose = (label: string, value: string | undefined, member: 'x' | 'y' | 'by', none: string) => (
    <label className={css.field}>
      <span>{label}</span>
      <select className={ui.select} value={value ?? ''} onChange={(e) => change?.({ [member]: e.target.value || undefined })}><option value="">{none}</option>{columns.map((c) => <option key={c}>{c}</option>)}</select>
    </label>
  );
  return (
    <div className={css.editor}>
      <KeySelect project={project} type="table" value={spec.key} onChange={(key) => change?.({ key, x: undefined, y: undefined, by: undefined })} />
      {choose('Across', spec.x, 'x', 'found by name')}
      {choose('Up', spec.y, 'y', 'found by name')}
      {choose('A curve for each', spec.by, 'by', spec.x === undefined ? 'found by name' : 'one curve a run')}
    </div>
  );
}
