import { formatValue, heading } from '../runs/values';
import css from './panels.module.css';
import { RAMP_CSS, type Colouring } from './ramp';

const SHOWN = 8;

/** What the colours mean: the ends of the ramp, or the words. */
export function ColourLegend({ colours, column }: { colours: Colouring; column: string }) {
  const { scale } = colours;
  if (scale.kind === 'words') {
    return (
      <div className={css.legend}>
        <span className="muted">{heading(column)}</span>
        {scale.words.slice(0, SHOWN).map((word) => <span key={word} className={css.key}><i style={{ background: colours.of(word) }} />{word}</span>)}
        {scale.words.length > SHOWN && <span className="muted">and {scale.words.length - SHOWN} more</span>}
      </div>
    );
  }
  return (
    <div className={css.legend}>
      <span className="muted">{heading(column)}</span>
      <span>{formatValue(column, scale.invert(0))}</span><i className={css.ramp} style={{ background: RAMP_CSS }} /><span>{formatValue(column, scale.invert(1))}</span>
      {scale.kind === 'log' && <span className="muted">log</span>}
    </div>
  );
}
