import ui from '../ui/ui.module.css';
import type { ViewPatch } from '../view/useView';
import { COUNT_LIMIT, type View } from '../view/viewState';
import css from './runs.module.css';

const COUNTS = [10, 25, 50, 100, 200, 500];

/** How many of the runs (or groups) are drawn, and a way to draw more. */
export function RunCount({ view, change, shown, total, groups }: { view: View; change: (patch: ViewPatch) => void; shown: number; total: number; groups: boolean }) {
  const noun = groups ? 'groups' : 'runs';
  const all = Math.min(COUNT_LIMIT, total);
  const choices = [...new Set([...COUNTS.filter((n) => n < total), ...(view.count < total ? [view.count] : []), all])].filter((n) => n > 0).sort((a, b) => a - b);
  const value = view.count >= total ? all : view.count;
  return (
    <label className={css.tool} title={`Charts draw the first ${noun} of the list whose eye is open`}>
      <span data-testid="run-count">{total === 0 ? `no ${noun}` : shown >= total ? `showing all ${total} ${noun}` : `showing ${shown} of ${total} ${noun}`}</span>
      {total > COUNTS[0]! && (
        <select className={ui.select} aria-label={`${groups ? 'Groups' : 'Runs'} drawn at most`} value={value} onChange={(e) => change({ count: Number(e.target.value) })}>
          {choices.map((n) => <option key={n} value={n}>{n === total ? `all ${n}` : n}</option>)}
        </select>
      )}
    </label>
  );
}
