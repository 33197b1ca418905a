import { formatCount, formatNumber } from '../charts/ticks';
import css from '../media/media.module.css';

/** Counts between edges as bars whose areas are the counts, since bins may differ in width; over `range` where several are compared. */
export function Histogram({ edges, counts, range }: { edges: readonly number[]; counts: readonly number[]; range?: readonly [number, number] }) {
  if (counts.length === 0 || edges.length !== counts.length + 1) return <p className={css.none}>The histogram has {counts.length} counts and {edges.length} edges; one edge more than counts is needed.</p>;
  const [from, to] = range ?? [edges[0]!, edges.at(-1)!];
  const span = to - from || 1;
  const density = counts.map((n, i) => n / (edges[i + 1]! - edges[i]! || 1));
  const top = Math.max(...density) || 1;
  const total = counts.reduce((a, b) => a + b, 0);
  return (
    <figure className={css.histogram}>
      <svg viewBox="0 0 400 120" preserveAspectRatio="none" role="img" aria-label={`Histogram of ${total} values from ${formatNumber(from)} to ${formatNumber(to)}`}>
        {counts.map((n, i) => (
          <rect key={edges[i]} x={((edges[i]! - from) / span) * 400} width={Math.max(0.5, ((edges[i + 1]! - edges[i]!) / span) * 400 - 0.6)} y={120 - (density[i]! / top) * 118} height={(density[i]! / top) * 118} fill="var(--accent)">
            <title>{`${formatNumber(edges[i])} to ${formatNumber(edges[i + 1])}: ${n}`}</title>
          </rect>
        ))}
      </svg>
      <figcaption><span>{formatNumber(from)}</span><span>{formatCount(total)} values</span><span>{formatNumber(to)}</span></figcaption>
    </figure>
  );
}
