import { useQuery } from '@tanstack/react-query';
import { projectKeys } from '../api/queries';
import ui from '../ui/ui.module.css';
import css from './panels.module.css';

/** Chooses a key under which runs logged records of one type. */
export function KeySelect({ project, type, value, onChange }: { project: string; type: string; value: string; onChange: (key: string) => void }) {
  const { data } = useQuery(projectKeys(project));
  const keys = (data ?? []).filter((k) => k.kind === 'record' && k.type === type);
  return (
    <label className={css.field}>
      <span>Key</span>
      <select className={ui.select} value={value} onChange={(e) => onChange(e.target.value)}>
        <option value="">{keys.length === 0 ? `no ${type} was logged` : 'choose one'}</option>
        {keys.map((k) => <option key={k.key} value={k.key}>{k.key} ({k.runs})</option>)}
      </select>
    </label>
  );
}
