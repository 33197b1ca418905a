import css from './charts.module.css';
import type { ChartLine } from './model';
import { DASHES } from './palette';

const SHOWN = 40;

/** The lines of a chart by name; pointing at one brings it forward. Of several metrics of many runs only the metrics, by their strokes. */
export function Legend({ lines, metrics, onFocus }: { lines: readonly ChartLine[]; metrics: readonly string[]; onFocus: (run: number | null) => void }) {
  if (metrics.length > 1 && lines.length > 2 * metrics.length)
    return (
      <ul className={css.legend} aria-label="Metrics of this chart">
        {metrics.map((metric, i) => (
          <li key={metric}>
            <svg width={26} height={6} aria-hidden="true"><path d="M0 3h26" stroke="currentColor" strokeWidth={1.6} strokeDasharray={DASHES[i % DASHES.length]!.join(' ')} /></svg>
            <span className="ellipsis">{metric.replace(/^=/, '')}</span>
          </li>
        ))}
      </ul>
    );
  return (
    <ul className={css.legend} aria-label="Lines of this chart">
      {lines.slice(0, SHOWN).map(({ run }) => (
        // What the pointer brings forward, the tooltip names as well.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <li key={`${run.id} ${run.name}`} title={run.name} onMouseEnter={() => onFocus(run.id)} onMouseLeave={() => onFocus(null)}>
          <i className={css.swatch} style={{ borderTop: `2px ${run.dash.length > 0 ? 'dashed' : 'solid'} ${run.colour}` }} />
          <span className="ellipsis">{run.name}</span>
        </li>
      ))}
      {lines.length > SHOWN && <li className="muted">and {lines.length - SHOWN} more: full screen lists them all</li>}
    </ul>
  );
}
