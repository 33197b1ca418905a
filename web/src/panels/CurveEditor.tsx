import { looksScored, tableOf } from './curves';
import css from './panels.module.css';
import type { CurveSpec, PanelProps } from './registry';
import { FORMS } from './scored';
import { TableKey } from './TableKey';
import { useTableColumns } from './useTableColumns';
import { useRecords } from './useRecords';
import { Button, Field } from '../ui/controls';
import ui from '../ui/ui.module.css';

export function CurveEditor({ project, filter, spec, change }: PanelProps<CurveSpec>) {
  const found = useRecords(project, filter, spec.key, 'table', 1, 1);
  const table = tableOf(found.data?.[0]?.records.at(-1)?.value);
  const logged = table?.columns;
  const scored = spec.draw === undefined ? spec.x === undefined && table !== undefined && looksScored(table) : spec.draw !== 'columns';
  const scores = spec.scores ?? [];
  const columns = useTableColumns(project, filter, spec.key, logged === undefined && scored) ?? logged ?? [];
  const choose = (label: string, value: string | undefined, member: 'x' | 'y' | 'by' | 'label' | 'predicted', none: string) => (
    <label className={css.field}>
      <span>{label}</span>
      <select className={ui.select} value={value ?? ''} onChange={(e) => change?.({ [member]: e.target.value || undefined })}><option value="">{none}</option>{columns.map((c) => <option key={c}>{c}</option>)}</select>
    </label>
  );
  return (
    <div className={css.editor}>
      <TableKey project={project} filter={filter} value={spec.key} onChange={(key) => change?.({ key, x: undefined, y: undefined, by: undefined, label: undefined, scores: undefined, predicted: undefined, positive: undefined, of: undefined, threshold: undefined })} />
      <label className={css.field}>
        <span>Draw</span>
        <select className={ui.select} value={spec.draw ?? ''} onChange={(e) => change?.({ draw: (e.target.value || undefined) as CurveSpec['draw'] })}>
          <option value="">found by the columns</option>
          <option value="columns">two columns as they are</option>
          {FORMS.map((f) => <option key={f.form} value={f.form}>{f.title}</option>)}
        </select>
      </label>
      {!scored && (
        <>
          {choose('Across', spec.x, 'x', 'found by name')}
          {choose('Up', spec.y, 'y', 'found by name')}
          {choose('A curve for each', spec.by, 'by', spec.x === undefined ? 'found by name' : 'one curve a run')}
        </>
      )}
      {scored && (
        <>
          {choose('True class', spec.label, 'label', 'found by name')}
          {scores.length > 0 && (
            <ul className={css.order}>
              {scores.map((c) => <li key={c}><span className="ellipsis grow" title={c}>{c}</span><Button small kind="ghost" icon="close" label={`Leave out ${c}`} onClick={() => change?.({ scores: scores.length > 1 ? scores.filter((o) => o !== c) : undefined })} /></li>)}
            </ul>
          )}
          <label className={css.field} title="One column, or one for each class in their order">
            <span>Scores</span>
            <select className={ui.select} value="" onChange={(e) => e.target.value !== '' && change?.({ scores: [...scores, e.target.value] })}><option value="">{scores.length === 0 ? 'found by name' : 'add a column'}</option>{columns.filter((c) => !scores.includes(c)).map((c) => <option key={c}>{c}</option>)}</select>
          </label>
          {spec.draw === 'confusion' && choose('Predicted class', spec.predicted, 'predicted', 'by the scores')}
          <div className={css.field}><span>Positive class</span><Field value={spec.positive ?? ''} label="Positive class" placeholder="the last of two" wait={400} onChange={(positive) => change?.({ positive: positive || undefined })} /></div>
          <div className={css.field}><span>Only the class</span><Field value={spec.of ?? ''} label="Only the class" placeholder="every class" wait={400} onChange={(of) => change?.({ of: of || undefined, threshold: undefined })} /></div>
        </>
      )}
    </div>
  );
}
