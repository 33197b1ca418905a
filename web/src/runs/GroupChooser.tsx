import { useState } from 'react';
import type { Column } from '../api/types';
import { matcher } from '../charts/sections';
import { Button, Check, Field } from '../ui/controls';
import type { ViewPatch } from '../view/useView';
import type { View } from '../view/viewState';
import css from './runs.module.css';

const SHOWN = 200;
const MOST = 8;

/** Columns whose values may bring runs together; numbers that differ in every run rarely do, but nobody is kept from it. */
const worth = (name: string): boolean => !name.startsWith('metrics.') && !['id', 'uid', 'createdAt', 'startedAt', 'finishedAt', 'heartbeatAt', 'duration'].includes(name);

/** Chooses the columns to group by, and the one that colours follow. */
export function GroupChooser({ view, change, columns }: { view: View; change: (patch: ViewPatch) => void; columns: readonly Column[] }) {
  const [search, setSearch] = useState('');
  const matches = matcher(search);
  const list = columns.filter((column) => worth(column.name) && matches(column.name));
  return (
    <div className={css.chooser}>
      <h3>Group runs by</h3>
      <Field icon="search" value={search} label="Search columns to group by" placeholder="Search columns, e.g. lr" onChange={setSearch} />
      <div className={css.choices}>
        {list.slice(0, SHOWN).map((column) => (
          <div key={column.name} className={css.choice}>
            <span className="grow">
              <Check
                checked={view.groupBy.includes(column.name)} title={`${column.name}, in ${column.runs} runs`}
                onChange={(on) => change({ groupBy: (on ? [...view.groupBy, column.name] : view.groupBy.filter((one) => one !== column.name)).slice(0, MOST), hiddenGroups: [] })}
              >
                <span className="ellipsis">{column.name}</span>
              </Check>
            </span>
            <Button small kind="ghost" icon="palette" on={view.colourBy === column.name} label={`Colour runs by ${column.name}`} onClick={() => change({ colourBy: view.colourBy === column.name ? null : column.name })} />
          </div>
        ))}
        {list.length === 0 && <p className="muted">No column matches.</p>}
        {list.length > SHOWN && <p className="muted">showing {SHOWN} of {list.length}: search to narrow</p>}
      </div>
      {view.colourBy !== null && <p className="muted">Run colours follow {view.colourBy}. <Button small kind="ghost" onClick={() => change({ colourBy: null })}>Each its own</Button></p>}
    </div>
  );
}
