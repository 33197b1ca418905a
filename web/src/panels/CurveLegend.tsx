import type { PlottedCurve } from './CurvePlot';
import css from './panels.module.css';

const SHOWN = 12;

/** The names of curves beside their strokes; `says` adds what is known of one. */
export function CurveLegend({ curves, says }: { curves: readonly PlottedCurve[]; says?: (curve: PlottedCurve) => string }) {
  return (
    <div className={css.legend}>
      {curves.slice(0, SHOWN).map((c) => (
        <span key={c.key} className={css.key}>
          <svg width="16" height="8" aria-hidden="true"><line x1="0" x2="16" y1="4" y2="4" stroke={c.colour} strokeWidth="2" strokeDasharray={c.dash} /></svg>
          {c.name}{says && <span className="muted">{says(c)}</span>}
        </span>
      ))}
      {curves.length > SHOWN && <span className="muted">and {curves.length - SHOWN} more</span>}
    </div>
  );
}
