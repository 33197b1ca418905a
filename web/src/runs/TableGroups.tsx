import { useState } from 'react';
import type { Column } from '../api/types';
import { matcher } from '../charts/sections';
import { Button, Check, Field, Pop } from '../ui/controls';
import { Icon } from '../ui/icons';
import type { ViewPatch } from '../view/useView';
import { toggle, type View } from '../view/viewState';
import css from './runs.module.css';
import table from './table.module.css';
import { heading } from './values';

const SHOWN = 100;

/** Chooses what brings runs together: values of any columns, or the run they were started from. */
export function TableGroups({ columns, view, change }: { columns: readonly Column[]; view: View; change: (patch: ViewPatch) => void }) {
  const [search, setSearch] = useState('');
  const matches = matcher(search);
  const list = columns.filter((c) => !c.name.startsWith('metrics.') && !/^(id|uid|createdAt|startedAt|finishedAt|heartbeatAt|duration)$/.test(c.name) && matches(c.name));
  const rank = (name: string) => (name.startsWith('config.') ? 0 : name.includes('.') ? 2 : 1);
  return (
    <span className={table.chips}>
      <Pop label="Group runs" trigger={<Button icon="columns" on={view.groupBy.length > 0 || view.tree}>Group</Button>}>
        <div className={css.chooser}>
          <Check checked={view.tree && view.groupBy.length === 0} onChange={(tree) => change({ tree, groupBy: [] })} title="Runs stand under the run that started them, as MLflow's nested runs">Tree by parent</Check>
          <Field icon="search" value={search} label="Search columns to group by" placeholder="Group by the values of…" onChange={setSearch} />
          {list.toSorted((a, b) => rank(a.name) - rank(b.name)).slice(0, SHOWN).map((c) => (
            <Check key={c.name} checked={view.groupBy.includes(c.name)} onChange={() => change((v) => ({ tree: false, groupBy: toggle(v.groupBy, c.name) }))} title={`${c.name}, in ${c.runs} runs`}><span className="ellipsis">{c.name}</span></Check>
          ))}
          {list.length > SHOWN && <p className="muted">showing {SHOWN} of {list.length}: search to narrow</p>}
        </div>
      </Pop>
      {view.groupBy.map((column) => (
        <span key={column} className={table.chip}>{heading(column)}<button type="button" aria-label={`Do not group by ${column}`} onClick={() => change((v) => ({ groupBy: v.groupBy.filter((c) => c !== column) }))}><Icon name="close" size={10} /></button></span>
      ))}
      {view.tree && view.groupBy.length === 0 && <span className={table.chip}>tree by parent<button type="button" aria-label="No tree" onClick={() => change({ tree: false })}><Icon name="close" size={10} /></button></span>}
    </span>
  );
}
