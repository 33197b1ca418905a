import { useState } from 'react';
import type { Column } from '../api/types';
import { Button, Check, Field } from '../ui/controls';
import ui from '../ui/ui.module.css';
import type { ViewPatch } from '../view/useView';
import type { View } from '../view/viewState';
import { useValues } from './FilterInput';
import { formatColumnFilter, readColumnFilter, setColumnFilter, type ColumnFilter } from './filterTerms';
import css from './table.module.css';
import { columnOf, metricColumn } from './values';
import { withColumn } from './columnChoice';

const STATISTICS = ['last', 'min', 'max', 'mean', 'first', 'count'] as const;
const MOST_VALUES = 50;

interface Props {
  project: string;
  column: string;
  info: Column | undefined;
  shown: readonly string[];
  view: View;
  change: (patch: ViewPatch) => void;
  onMove: (column: string, target: string) => void;
  fixed?: boolean;
}

const isTime = (column: string) => /^(createdAt|startedAt|finishedAt|heartbeatAt)$/.test(column);
const typeOf = (column: string, info: Column | undefined): 'number' | 'text' | 'list' | 'bool' | 'time' => {
  if (isTime(column)) return 'time';
  if (column === 'tags') return 'list';
  if (column.startsWith('metrics.') || column === 'duration') return 'number';
  return info?.type === 'number' ? 'number' : info?.type === 'bool' || info?.type === 'boolean' ? 'bool' : info?.type === 'list' ? 'list' : 'text';
};
const toLocal = (ms: string | undefined) => (ms && Number.isFinite(Number(ms)) ? new Date(Number(ms) - new Date(Number(ms)).getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : '');

/** What can be done with a column: sort, filter by its type, choose the statistic, pin, move, group, hide. */
export function ColumnMenu({ project, column, info, shown, view, change, onMove, fixed }: Props) {
  const metric = metricColumn(column);
  const at = shown.indexOf(column);
  const pinned = view.pinnedColumns.includes(column);
  const choice = view.columns ?? shown;
  const sorted = view.sort.find((term) => term.column === column);
  const sort = (descending: boolean) => change({ sort: sorted?.descending === descending ? [] : [{ column, descending }] });
  return (
    <div className={css.menu}>
      <div className="row">
        <Button small icon="down" on={sorted?.descending === true} onClick={() => sort(true)}>Highest first</Button>
        <Button small icon="up" on={sorted?.descending === false} onClick={() => sort(false)}>Lowest first</Button>
      </div>
      {metric && (
        <div className="row" role="group" aria-label={`Which value of ${metric.metric}`}>
          {STATISTICS.map((s) => (
            <Button key={s} small kind="ghost" on={metric.statistic === s} onClick={() => change({ columns: choice.map((c) => (c === column ? columnOf(metric.metric, s) : c)), pinnedColumns: view.pinnedColumns.map((c) => (c === column ? columnOf(metric.metric, s) : c)) })}>{s}</Button>
          ))}
        </div>
      )}
      <FilterPart key={view.filter} project={project} column={column} type={typeOf(column, info)} filter={view.filter} onFilter={(filter) => change({ filter })} />
      {!fixed && (
        <div className={css.menuRow}>
          <Button small icon="flag" on={pinned} onClick={() => change({ pinnedColumns: pinned ? view.pinnedColumns.filter((c) => c !== column) : [...view.pinnedColumns, column] })}>{pinned ? 'Unpin' : 'Pin'}</Button>
          <Button small icon="left" label="Move left" disabled={at <= 0} onClick={() => onMove(column, shown[at - 1]!)} />
          <Button small icon="right" label="Move right" disabled={at < 0 || at >= shown.length - 1} onClick={() => onMove(column, shown[at + 1]!)} />
          <Button small icon="hide" onClick={() => change({ columns: withColumn(choice, column, false), pinnedColumns: view.pinnedColumns.filter((c) => c !== column) })}>Hide</Button>
        </div>
      )}
      {!metric && <Button small icon="columns" on={view.groupBy.includes(column)} onClick={() => change({ tree: false, groupBy: view.groupBy.includes(column) ? view.groupBy.filter((c) => c !== column) : [...view.groupBy, column] })}>{view.groupBy.includes(column) ? 'Do not group by this' : 'Group by this'}</Button>}
    </div>
  );
}

function FilterPart({ project, column, type, filter, onFilter }: { project: string; column: string; type: ReturnType<typeof typeOf>; filter: string; onFilter: (filter: string) => void }) {
  const [draft, setDraft] = useState<ColumnFilter>(() => readColumnFilter(filter, column));
  const values = useValues(project, type === 'text' || type === 'bool' ? column : '');
  const terms = formatColumnFilter(column, draft, type === 'list');
  const before = readColumnFilter(filter, column);
  const apply = (next: ColumnFilter) => onFilter(setColumnFilter(filter, column, formatColumnFilter(column, next, type === 'list')));
  const flip = (value: string, on: boolean) => {
    const next = { ...draft, contains: undefined, values: on ? [...(draft.values ?? []), value] : (draft.values ?? []).filter((v) => v !== value) };
    setDraft(next);
    apply(next);
  };
  const bound = (side: 'from' | 'to', label: string) => (
    <label className={css.bound}>{label}
      {type === 'time'
        ? <input className={ui.select} type="datetime-local" value={toLocal(draft[side])} onChange={(e) => setDraft({ ...draft, [side]: e.target.value === '' ? undefined : String(new Date(e.target.value).getTime()) })} />
        : <input className={ui.select} inputMode="decimal" value={draft[side] ?? ''} aria-invalid={draft[side] !== undefined && draft[side] !== '' && !Number.isFinite(Number(draft[side]))} onChange={(e) => setDraft({ ...draft, [side]: e.target.value.trim() || undefined })} />}
    </label>
  );
  const all = [...new Set([...(draft.values ?? []), ...values])].slice(0, MOST_VALUES);
  return (
    <form className={css.filterPart} onSubmit={(e) => { e.preventDefault(); apply(draft); }}>
      <h3>Filter{column === 'duration' && ' (milliseconds)'}</h3>
      {(type === 'number' || type === 'time') && <div className="row">{bound('from', type === 'time' ? 'from' : '≥')}{bound('to', type === 'time' ? 'to' : '≤')}</div>}
      {(type === 'text' || type === 'list') && <Field icon="search" value={draft.contains ?? ''} label={`Text in ${column}`} placeholder={type === 'list' ? 'has the element' : 'contains'} onChange={(contains) => setDraft({ ...draft, contains: contains || undefined, values: undefined })} />}
      {all.length > 0 && type !== 'number' && (
        <div className={css.values}>{all.map((value) => <Check key={value} checked={draft.values?.includes(value) ?? false} onChange={(on) => flip(value, on)}><span className="ellipsis">{value.replace(/^'|'$/g, '').replaceAll("''", "'") || '(empty)'}</span></Check>)}</div>
      )}
      <div className="row">
        <Check checked={draft.present === true} onChange={(on) => { const next = { ...draft, present: on ? true : undefined }; setDraft(next); apply(next); }}>has a value</Check>
        <span className="grow" />
        {Object.keys(before).length > 0 && <Button small kind="ghost" onClick={() => { setDraft({}); apply({}); }}>Clear</Button>}
        <Button small kind="primary" type="submit">Filter</Button>
      </div>
      {terms.length > 0 && <code className={css.termText}>{terms.join(' and ')}</code>}
    </form>
  );
}
