import { formatNumber } from '../charts/ticks';
import { useWidth } from '../ui/useWidth';
import css from './landmarks.module.css';
import { placeLabels, rulerScale, type Mark } from './ruler';

export interface RulerValue {
  key: string | number;
  value: number;
  colour: string;
  name: string;
  /** Drawn large, with its value: the run that the page is about. */
  main?: boolean;
}

const CHAR = 6.2; // pixels a character of the label font takes, a little generously

/** A horizontal scale with the landmarks of a metric as stones under it and runs as marks on it. */
export function LandmarkRuler({ marks, values, rows = 3 }: { marks: readonly Mark[]; values: readonly RulerValue[]; rows?: number }) {
  const [host, width] = useWidth<HTMLDivElement>();
  const finite = values.filter((v) => Number.isFinite(v.value));
  const scale = rulerScale([...marks.map((m) => m.value), ...finite.map((v) => v.value)]);
  const labels = width === 0 ? [] : placeLabels(
    marks.map((item) => ({ item, at: scale.position(item.value), width: ((`${item.name} ${formatNumber(item.value)}`).length * CHAR + 4) / width })), rows,
  );
  const used = Math.max(1, ...labels.map((l) => l.row + 1));
  return (
    <div ref={host} className={css.ruler} style={{ height: 22 + used * 14 }} role="img" aria-label={[...marks.map((m) => `${m.name} ${formatNumber(m.value)}`), ...finite.filter((v) => v.main).map((v) => `${v.name} ${formatNumber(v.value)}`)].join(', ')}>
      <i className={css.line} />
      {labels.map(({ item, at, left, row }) => (
        <span key={item.name} title={`${item.name} ${item.value}${item.std ? ` ± ${formatNumber(item.std)}` : ''}${item.n && item.n > 1 ? ` over ${item.n} runs` : ''}${item.source ? `, ${item.source}` : ''}`}>
          {item.std ? <i className={css.spread} style={{ left: `${scale.position(item.value - item.std) * 100}%`, right: `${(1 - scale.position(item.value + item.std)) * 100}%` }} /> : null}
          <svg className={css.stone} style={{ left: at * width - 5 }} width="10" height="8" viewBox="0 0 10 8" aria-hidden="true"><path d="M1 5.500C.9 2.800 2.600 1 5.200 1S9.400 3 9.200 5.200 7.300 7.300 5 7.300 1.100 7 1 5.500Z" fill="var(--landmark)" /></svg>
          {row > 0 && <i className={css.leader} style={{ left: at * width, height: row * 14 - 2 }} />}
          <span className={css.label} style={{ left: left * width, top: 22 + row * 14 }}>{item.name} <b>{formatNumber(item.value)}</b></span>
        </span>
      ))}
      {width > 0 && finite.map((v) => (
        <i key={v.key} className={v.main ? css.main : css.tick} style={{ left: scale.position(v.value) * width, background: v.colour }} title={`${v.name} ${formatNumber(v.value)}`} />
      ))}
    </div>
  );
}
