import { useState } from 'react';
import type { Column } from '../api/types';
import { Button, Check, Field } from '../ui/controls';
import { matcher } from '../charts/sections';
import { ALL, withColumn } from './columnChoice';
import { columnOf, metricColumn } from './values';
import css from './runs.module.css';

const SHOWN = 200;
const STATISTICS = ['last', 'min', 'max', 'mean'] as const;

function rank(name: string): number {
  return name.startsWith('metrics.') ? 0 : name.startsWith('config.') ? 1 : name.startsWith('summary.') ? 2 : 3;
}

export interface ColumnPickerProps {
  all: readonly Column[];
  chosen: readonly string[];
  choice?: readonly string[];
  everything?: boolean;
  onChange: (columns: string[] | null) => void;
}

/** Chooses columns: search, tick, and for a metric which of its statistics. */
export function ColumnPicker({ all, chosen, choice = chosen, everything, onChange }: ColumnPickerProps) {
  const [search, setSearch] = useState('');
  const matches = matcher(search);
  const list = all.filter((c) => !STATISTICS.some((s) => c.name.endsWith(`:${s}`)) && !/:(count|first)$/.test(c.name) && c.name !== 'name' && matches(c.name)).sort((a, b) => rank(a.name) - rank(b.name));
  const picked = new Set(chosen);
  const flip = (column: string, on: boolean) => onChange(withColumn(choice, column, on));
  return (
    <div className={css.chooser}>
      <div className="row">
        <Field icon="search" value={search} label="Search columns" placeholder={`Search ${all.length} columns`} onChange={setSearch} className="grow" />
        <Button small kind="ghost" onClick={() => onChange(null)}>Default</Button>
        {everything !== undefined && <Button small kind="ghost" on={everything} onClick={() => onChange([ALL])}>All</Button>}
      </div>
      {list.length === 0 && <p className="muted">No column matches.</p>}
      {list.slice(0, SHOWN).map((c) => {
        const metric = metricColumn(c.name);
        return (
          <div key={c.name} className={css.choice}>
            <span className="grow"><Check checked={picked.has(c.name)} onChange={(on) => flip(c.name, on)} title={`${c.name}, in ${c.runs} runs`}><span className="ellipsis">{c.name.replace(/^metrics\./, '')}</span></Check></span>
            {metric && (['min', 'max'] as const).map((s) => {
              const column = columnOf(metric.metric, s);
              return <Button key={s} small kind="ghost" on={picked.has(column)} onClick={() => flip(column, !picked.has(column))}>{s}</Button>;
            })}
            {!metric && <small className="muted">{c.name.includes('.') ? c.name.split('.')[0] : 'run'}</small>}
          </div>
        );
      })}
      {list.length > SHOWN && <p className="muted">showing {SHOWN} of {list.length}: search to narrow</p>}
    </div>
  );
}
