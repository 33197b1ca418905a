import { memo, useState } from 'react';
import type { GroupNumbers, Landmark, RunRow } from '../api/types';
import { formatDelta, formatDuration, formatNumber } from '../charts/ticks';
import { StateMark, Tag } from '../ui/controls';
import { referenceValue, verdict, type Reference } from './delta';
import type { Line } from './lines';
import { DeltaCell } from '../landmarks/DeltaCell';
import { useVerdict } from '../landmarks/VerdictScope';
import { Value } from './RunList';
import css from './table.module.css';
import { formatValue, heading, metricColumn, numeric, valueOf } from './values';

interface Props {
  line: Line;
  column: string;
  landmarks: readonly Landmark[];
  reference: Reference | null;
  baseline: RunRow | undefined;
  groupBy: readonly string[];
  now: number;
  onEdit: (row: RunRow, patch: { tags?: string[]; notes?: string }) => Promise<void>;
}

/** A cell of the table: a run's value with its distance from the baseline, or a group's mean with its spread. */
export const GridCell = memo(function GridCell({ line, column, landmarks, reference, baseline, groupBy, now, onEdit }: Props) {
  if (line.kind === 'wait') return <i className={css.wait} />;
  if (line.kind === 'more') return null;
  if (line.kind === 'group') {
    if (groupBy.includes(column)) return <span>{formatValue(column, line.group.key[column])}</span>;
    const numbers = /At$/.test(column) ? undefined : line.group.values[column]; // the mean of times says nothing
    return numbers ? <Numbers numbers={numbers} against={referenceValue(reference, column, landmarks, baseline)} column={column} landmarks={landmarks} runs={line.group.runs} /> : null;
  }
  const { row } = line;
  if (column === 'state') return <StateMark state={row.state} text />;
  if (column === 'tags') return <Editable label={`Tags of ${row.name}`} text={row.tags.join(', ')} onSave={(text) => onEdit(row, { tags: [...new Set(text.split(',').map((tag) => tag.trim()).filter((tag) => tag !== ''))] })}>{row.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}</Editable>;
  if (column === 'notes') {
    const notes = formatValue(column, row.values.notes);
    return <Editable label={`Notes on ${row.name}`} text={notes} onSave={(text) => onEdit(row, { notes: text })}><span>{notes}</span></Editable>;
  }
  const value = valueOf(row, column, now);
  const number = numeric(value);
  const against = referenceValue(reference, column, landmarks, baseline);
  const difference = against !== undefined && number !== undefined ? number - against : undefined;
  return (
    <>
      <span className={number !== undefined ? css.number : undefined} title={number === undefined ? formatValue(column, value) : String(number)}><Value row={row} column={column} landmarks={landmarks} now={now} /></span>
      {difference !== undefined && <Delta run={row.id} column={column} difference={difference} landmarks={landmarks} />}
    </>
  );
});

/** Against a landmark a difference is coloured only where a verdict says that it is more than noise. */
function Delta({ run, column, difference, landmarks }: { run: number; column: string; difference: number; landmarks: readonly Landmark[] }) {
  const { asked, verdict: found } = useVerdict(run, metricColumn(column)?.metric ?? '');
  return asked
    ? <DeltaCell className={css.delta} difference={difference} verdict={found} />
    : <span className={`${css.delta} ${verdict(difference, column, landmarks) ?? ''}`}>{formatDelta(difference)}</span>;
}

function Numbers({ numbers, against, column, landmarks, runs }: { numbers: GroupNumbers; against: number | undefined; column: string; landmarks: readonly Landmark[]; runs: number }) {
  const { n, mean, std, min, max, notFinite } = numbers;
  const number = numeric(mean);
  if (n === 0 || number === undefined) return <span className="muted">{notFinite ? 'not finite' : ''}</span>;
  const difference = against === undefined ? undefined : number - against;
  // The server counts a run's duration in milliseconds.
  const write = (value: number | undefined, figures?: number) => (column === 'duration' ? formatDuration((value ?? 0) / 1000) : formatNumber(value, figures));
  const title = `${heading(column)}\nmean ${number}\nstd ${std ?? '(one run)'}\nmin ${formatNumber(numeric(min))}, max ${formatNumber(numeric(max))}\n${n} of ${runs} runs${notFinite ? `, ${notFinite} not finite` : ''}`;
  return (
    <>
      <span className={css.number} title={title}>
        {write(number)}
        {std !== undefined && <small className="muted"> ± {write(numeric(std), 2)}</small>}
        {n !== runs && <small className={css.few}> n={n}</small>}
      </span>
      {difference !== undefined && <span className={`${css.delta} ${verdict(difference, column, landmarks) ?? ''}`}>{formatDelta(difference)}</span>}
    </>
  );
}

/** A cell that turns into a field on a double click or Enter; Enter keeps, Escape leaves it as it was. */
function Editable({ label, text, children, onSave }: { label: string; text: string; children: React.ReactNode; onSave: (text: string) => Promise<void> }) {
  const [draft, setDraft] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (draft === null)
    return <button type="button" className={css.editable} title={`${label}: ${text || 'none'}\n(click to write)`} aria-label={`${label}: ${text || 'none'}, edit`} onClick={() => setDraft(text)}>{text === '' ? <span className={css.pencil}>+ add</span> : children}</button>;
  const save = async () => {
    if (draft.trim() !== text.trim()) {
      setBusy(true);
      await onSave(draft.trim());
      setBusy(false);
    }
    setDraft(null);
  };
  return (
    <input
      // The click that made this field asked for the caret in it.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus className={css.cellInput} aria-label={label} value={draft} disabled={busy} placeholder={label.startsWith('Tags') ? 'tags, with commas between' : undefined}
      onChange={(e) => setDraft(e.target.value)} onBlur={() => void save()}
      onKeyDown={(e) => {
        if (e.key === 'Escape') setDraft(null);
        if (e.key === 'Enter') void save();
      }}
    />
  );
}
