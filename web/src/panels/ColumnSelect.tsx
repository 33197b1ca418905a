import { useQuery } from '@tanstack/react-query';
import { columns as columnList } from '../api/queries';
import ui from '../ui/ui.module.css';
import css from './panels.module.css';

const GROUPS: readonly (readonly [string, (name: string) => boolean])[] = [
  ['Metrics', (name) => name.startsWith('metrics.')],
  ['Settings', (name) => name.startsWith('config.')],
  ['Summary', (name) => name.startsWith('summary.')],
  ['Run', (name) => !name.includes('.')],
  ['Other', (name) => name.startsWith('labels.') || name.startsWith('environment.')],
];
const AGGREGATES = ['min', 'max', 'mean'] as const;

/** The project's columns that a panel can show, in groups; `numbers` leaves out all but numbers, `only` all of another beginning. */
export function ColumnSelect({ project, label, value, none, numbers, only, onChange }: { project: string; label: string; value: string; none?: string; numbers?: boolean; only?: string; onChange: (column: string) => void }) {
  const { data } = useQuery(columnList(project));
  const names = (data ?? []).filter((c) => c.type !== 'list' && c.type !== 'object' && (!numbers || c.type === 'number' || c.type === 'mixed' || c.type === 'time')).map((c) => c.name);
  const all = [...new Set(names.filter((name) => !only || name.startsWith(only)).flatMap((name) => (name.startsWith('metrics.') && !/:(last|min|max|mean|count|first)$/.test(name) ? [name, ...AGGREGATES.map((a) => `${name}:${a}`)] : [name])))];
  if (value !== '' && !all.includes(value)) all.push(value);
  return (
    <label className={css.field}>
      <span>{label}</span>
      <select className={ui.select} value={value} onChange={(e) => onChange(e.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {GROUPS.map(([title, has]) => {
          const own = all.filter(has);
          return own.length > 0 && <optgroup key={title} label={title}>{own.map((name) => <option key={name} value={name}>{name.replace(/^(metrics|config|summary)\./, '')}</option>)}</optgroup>;
        })}
      </select>
    </label>
  );
}
