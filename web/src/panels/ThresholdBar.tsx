import type { Classification } from '../api/types';
import { formatNumber } from '../charts/ticks';
import css from './panels.module.css';

type Rates = Classification['runs'][number]['confusion']['rates'];

/** Chooses the score from which on an example counts as positive, and says what that comes to for the newest run. */
export function ThresholdBar({ range: [low, high], value, positive, rates, onMove, onRest }: { range: readonly [number, number]; value: number; positive: string; rates: Rates; onMove: (threshold: number) => void; onRest: (threshold: number) => void }) {
  const says = ([['recall', rates?.recall], ['precision', rates?.precision], ['false positives', rates?.falsePositiveRate], ['F1', rates?.f1]] as const).flatMap(([name, rate]) => (typeof rate === 'number' ? [`${name} ${formatNumber(rate, 3)}`] : []));
  const rest = (e: React.SyntheticEvent<HTMLInputElement>) => onRest(Number(e.currentTarget.value));
  return (
    <div className={css.threshold}>
      <label><span className="muted">counts as {positive} from</span>
        <input type="range" aria-label={`Score from which on it is ${positive}`} min={low} max={high} step="any" value={value} onChange={(e) => onMove(Number(e.target.value))} onPointerUp={rest} onKeyUp={rest} />
        <b>{formatNumber(value, 3)}</b>
      </label>
      <span className="muted" role="status">{says.join(' · ')}</span>
    </div>
  );
}
