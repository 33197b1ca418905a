import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { files as fileList, projectKeys } from '../api/queries';
import { Field } from '../ui/controls';
import css from './panels.module.css';
import { usePanelRuns } from './usePanelRuns';

const NONE: never[] = [];

/** Chooses a table: a key under which runs logged it, or the path of a file that holds one, as MLflow's clients write. */
export function TableKey({ project, filter, value, onChange }: { project: string; filter: string; value: string; onChange: (key: string) => void }) {
  const id = useId();
  const { data } = useQuery(projectKeys(project));
  const newest = usePanelRuns(project, filter, NONE).data?.rows[0]?.id;
  const files = useQuery({ ...fileList(newest ?? 0), enabled: newest !== undefined });
  const keys = (data ?? []).filter((k) => k.kind === 'record' && (k.type === 'table' || k.type === 'predictions'));
  const paths = (files.data ?? []).filter((f) => /\.json$/.test(f.path) && !f.path.startsWith('media/')).slice(0, 200);
  return (
    <div className={css.field}>
      <span>Table</span>
      <Field value={value} label="Table" list={id} placeholder={keys.length + paths.length === 0 ? 'no table was logged' : 'a key, or a file’s path'} wait={300} onChange={onChange} />
      <datalist id={id}>{keys.map((k) => <option key={k.key} value={k.key}>{k.runs} runs</option>)}{paths.map((f) => <option key={f.path} value={f.path}>a file of the newest run</option>)}</datalist>
    </div>
  );
}
