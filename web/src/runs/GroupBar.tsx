import { lazy, Suspense } from 'react';
import type { Column } from '../api/types';
import { Button, Pop } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Skeleton } from '../ui/states';
import ui from '../ui/ui.module.css';
import type { ViewPatch } from '../view/useView';
import type { View } from '../view/viewState';
import css from './runs.module.css';
import { heading } from './values';

const GroupChooser = lazy(() => import('./GroupChooser').then((m) => ({ default: m.GroupChooser })));

/** Opens the choice of columns to group by and of the one that colours follow. */
export function GroupButton({ view, change, columns }: { view: View; change: (patch: ViewPatch) => void; columns: readonly Column[] }) {
  return (
    <Pop label="Group and colour" align="end" trigger={<Button icon="group" small kind="ghost" on={view.groupBy.length > 0 || view.colourBy !== null} label="Group and colour runs" />}>
      <Suspense fallback={<Skeleton lines={6} />}><GroupChooser view={view} change={change} columns={columns} /></Suspense>
    </Pop>
  );
}

/** What runs are grouped by, and what a group's line and band are. */
export function GroupBar({ view, change }: { view: View; change: (patch: ViewPatch) => void }) {
  return (
    <div className={css.groupBar} role="group" aria-label="Grouping">
      {view.groupBy.map((column) => (
        <span key={column} className={css.chip} title={column}>
          <span className="ellipsis">{heading(column)}</span>
          <button type="button" aria-label={`Do not group by ${column}`} onClick={() => change((v) => ({ groupBy: v.groupBy.filter((one) => one !== column), hiddenGroups: [] }))}><Icon name="close" size={9} /></button>
        </span>
      ))}
      <span className="grow" />
      <select className={ui.select} aria-label="Line of a group" value={view.centre} onChange={(e) => change({ centre: e.target.value as View['centre'] })}>
        <option value="mean">mean</option>
        <option value="median">median</option>
      </select>
      <select className={ui.select} aria-label="Band of a group" value={view.spread} onChange={(e) => change({ spread: e.target.value as View['spread'] })}>
        <option value="std">± std</option>
        <option value="stderr">± std. error</option>
        <option value="range">min to max</option>
      </select>
      <Button icon="smooth" small kind="ghost" on={view.members} label="Draw the runs of each group, faint behind its line" onClick={() => change((v) => ({ members: !v.members }))} />
    </div>
  );
}
