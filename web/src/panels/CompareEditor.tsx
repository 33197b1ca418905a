import { useState } from 'react';
import { likeTerm } from '../runs/filter';
import { Button, Check, Field } from '../ui/controls';
import css from './panels.module.css';
import type { ComparePanelSpec, PanelProps } from './registry';
import { usePanelRuns } from './usePanelRuns';

const NONE: never[] = [];
const MOST = 20;
const LISTED = 40;

/** Chooses the runs of a comparer. */
export function CompareEditor({ project, spec, change }: PanelProps<ComparePanelSpec>) {
  const [search, setSearch] = useState('');
  const found = usePanelRuns(project, search === '' ? '' : `name ilike ${likeTerm(search)}`, NONE);
  const chosen = spec.runs ?? [];
  const flip = (id: number, on: boolean) => {
    const next = on ? [...chosen, id] : chosen.filter((one) => one !== id);
    change?.({ runs: next.length > 0 ? next : undefined });
  };
  return (
    <div className={css.editor}>
      <div className="row"><Field icon="search" value={search} label="Search runs" placeholder="Search runs" wait={150} onChange={setSearch} className="grow" /><Button small kind="ghost" onClick={() => change?.({ runs: undefined })}>Newest</Button></div>
      <div className={css.choices}>
        {(found.data?.rows ?? []).slice(0, LISTED).map((row) => <Check key={row.id} checked={chosen.includes(row.id)} onChange={(on) => (!on || chosen.length < MOST) && flip(row.id, on)}><span className="ellipsis">{row.name || row.uid}</span></Check>)}
      </div>
      <p className="muted">{chosen.length === 0 ? 'The newest runs that match.' : `${chosen.length} chosen, at most ${MOST}.`}{(found.data?.total ?? 0) > LISTED && ` Listing ${LISTED} of ${found.data!.total}: search to find others.`}</p>
    </div>
  );
}
