import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { queryRuns } from '../api/queries';
import type { Column } from '../api/types';
import { Icon } from '../ui/icons';
import ui from '../ui/ui.module.css';
import { accept, complete } from './completion';
import { quoted } from './filter';
import css from './runs.module.css';
import { valueOf } from './values';

const LOOKED_AT = 200; // runs whose values are offered
const WAIT = 500;

interface Props {
  project: string;
  columns: readonly Column[];
  value: string;
  bad: boolean;
  onChange: (filter: string) => void;
}

/** The values that runs have in a column, as the query language writes them, the most common first. */
export function useValues(project: string, column: string): readonly string[] {
  const bare = column.replaceAll('`', '');
  return useQuery({
    queryKey: ['values', project, bare], enabled: bare !== '', staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const { runs } = await queryRuns(project, { columns: [bare], limit: LOOKED_AT }, signal);
      const counts = new Map<string, number>();
      for (const run of runs)
        for (const value of [valueOf(run, bare, 0)].flat()) {
          const text = typeof value === 'string' ? quoted(value) : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
          if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
        }
      return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
    },
  }).data ?? [];
}

/** A line for the query language that offers columns, comparisons and values as it is written. */
export function FilterInput({ project, columns, value, bad, onChange }: Props) {
  const [draft, setDraft] = useState(value);
  const [last, setLast] = useState(value);
  const [caret, setCaret] = useState<number | null>(null); // null: nothing is offered
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  if (value !== last) {
    setLast(value);
    setDraft(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  let asked = '';
  const [known, setKnown] = useState('');
  const values = useValues(project, known);
  const completion = caret === null ? undefined : complete(draft, caret, columns, (column) => {
    asked = column;
    return column === known ? values : [];
  });
  if (asked !== '' && asked !== known) setKnown(asked);

  const tell = (text: string, after: number) => {
    clearTimeout(timer.current);
    if (after === 0) onChange(text);
    else timer.current = setTimeout(() => onChange(text), after);
  };
  const write = (text: string, place: number | null) => {
    setDraft(text);
    setCaret(place);
    setAt(-1);
    tell(text, WAIT);
  };
  const take = (option: string) => {
    const next = accept(draft, completion!, option);
    write(next.text, next.caret);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret));
  };
  const press = (e: React.KeyboardEvent) => {
    const options = completion?.options ?? [];
    if (e.key === 'ArrowDown' && options.length === 0) setCaret(input.current!.selectionStart);
    else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') setAt((at + (e.key === 'ArrowDown' ? 1 : options.length + (at < 0 ? 1 : 0) - 1)) % Math.max(1, options.length));
    else if ((e.key === 'Enter' || e.key === 'Tab') && at >= 0 && options[at] !== undefined) take(options[at]);
    else if (e.key === 'Tab' && options.length > 0 && completion!.from < completion!.to) take(options[0]!);
    else if (e.key === 'Enter') {
      setCaret(null);
      return tell(draft, 0);
    } else if (e.key === 'Escape') {
      if (completion) setCaret(null);
      else input.current!.blur();
    } else return;
    e.preventDefault();
  };
  return (
    <div className={css.filterInput}>
      <label className={ui.field} data-bad={bad}>
        <Icon name="filter" size={13} />
        <input
          ref={input} type="search" role="combobox" aria-label="Filter runs" aria-invalid={bad} aria-expanded={completion !== undefined} aria-controls={id} aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined} spellCheck={false} autoComplete="off" placeholder="state = 'finished' and metrics.test/accuracy > 0.9" value={draft}
          onChange={(e) => write(e.target.value, e.target.selectionStart)} onKeyDown={press} onBlur={() => setCaret(null)} onClick={(e) => setCaret(e.currentTarget.selectionStart)}
        />
        {draft !== '' && <button type="button" aria-label="Clear the filter" onClick={() => { write('', null); tell('', 0); }}><Icon name="close" size={11} /></button>}
      </label>
      {completion && (
        <div id={id} role="listbox" aria-label="Completions" className={css.offers}>
          {completion.options.map((option, i) => (
            // The input keeps the focus: what is pressed here must not take it.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div key={option} id={`${id}-${i}`} role="option" aria-selected={i === at} tabIndex={-1} onMouseDown={(e) => e.preventDefault()} onClick={() => take(option)}>{option}</div>
          ))}
        </div>
      )}
    </div>
  );
}
