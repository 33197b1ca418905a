import { useMemo } from 'react';
import { formatNumber } from '../charts/ticks';
import { heatOf, type Heat } from '../run/heat';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import type { HistogramSpec, PanelProps } from './registry';
import { ridges } from './ridge';
import { useRecords } from './useRecords';

const RUNS = 4;
const RECORDS = 400;
const BINS = 48;
const RIDGES = 24;
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 6, 18, 20];

/** The value at a share of a heat map's range, as exact as a hundredth of that range. */
function place({ from, to }: Heat, at: number): number {
  const unit = to > from ? 10 ** (Math.floor(Math.log10(to - from)) - 2) : 1e-300;
  return Math.round((from + at * (to - from)) / unit) * unit;
}

function HeatMap({ heat, width, height }: { heat: Heat; width: number; height: number }) {
  const [w, h] = [width - LEFT - RIGHT, height - TOP - BOTTOM];
  const top = Math.sqrt(heat.shares.reduce((a, b) => Math.max(a, b), 0) || 1);
  const [dx, dy] = [w / heat.steps.length, h / heat.bins];
  // One path for each of a few strengths: thousands of rectangles would be slow.
  const levels = Array.from({ length: 10 }, () => '');
  heat.shares.forEach((share, i) => {
    const level = Math.ceil((Math.sqrt(share) / top) * 10) - 1;
    if (level >= 0) levels[Math.min(9, level)] += `M${(LEFT + Math.floor(i / heat.bins) * dx).toFixed(1)} ${(TOP + h - ((i % heat.bins) + 1) * dy).toFixed(1)}h${dx.toFixed(2)}v${dy.toFixed(2)}h${(-dx).toFixed(2)}z`;
  });
  return (
    <>
      {levels.map((d, level) => d !== '' && <path key={level} d={d} fill="var(--accent)" fillOpacity={(level + 1) / 10} />)}
      {[0, 0.5, 1].map((at) => <text key={at} x={LEFT - 5} y={TOP + (1 - at) * h + 3.5} textAnchor="end" className={css.tick}>{formatNumber(place(heat, at), 3)}</text>)}
      <text x={LEFT} y={height - 6} className={css.tick}>step {heat.steps[0]}</text>
      <text x={width - RIGHT} y={height - 6} textAnchor="end" className={css.tick}>{heat.steps.at(-1)}</text>
    </>
  );
}

function RidgePlot({ heat, width, height }: { heat: Heat; width: number; height: number }) {
  const lines = ridges(heat, RIDGES);
  const [w, h] = [width - LEFT - RIGHT, height - TOP - BOTTOM];
  const gap = h / (lines.length + 2);
  const tall = gap * 3;
  return (
    <>
      {lines.map((line, i) => {
        const base = TOP + tall + i * ((h - tall) / Math.max(1, lines.length - 1));
        const points = line.heights.map((v, b) => `${(LEFT + ((b + 0.5) / heat.bins) * w).toFixed(1)} ${(base - v * tall).toFixed(1)}`);
        return (
          <g key={line.step}>
            <path d={`M${LEFT} ${base}L${points.join('L')}L${width - RIGHT} ${base}Z`} className={css.ridge} />
            {(i === 0 || i === lines.length - 1 || i === Math.floor(lines.length / 2)) && <text x={LEFT - 5} y={base} textAnchor="end" className={css.tick}>{line.step}</text>}
          </g>
        );
      })}
      {[0, 0.5, 1].map((at) => <text key={at} x={LEFT + at * w} y={height - 6} textAnchor={at === 0 ? 'start' : at === 1 ? 'end' : 'middle'} className={css.tick}>{formatNumber(place(heat, at), 3)}</text>)}
    </>
  );
}

/** How a histogram moves over the steps of runs: as a heat map, or as ridges. */
export function HistogramPanel({ project, filter, spec }: PanelProps<HistogramSpec>) {
  const found = useRecords(project, filter, spec.key, 'histogram', RUNS, RECORDS);
  const heats = useMemo(() => (found.data ?? []).flatMap(({ row, records }) => {
    const heat = heatOf(records, BINS);
    return heat ? [{ row, heat }] : [];
  }), [found.data]);
  const why = found.why ?? (found.data && heats.length === 0 ? `${found.key} has no edges and counts that fit together.` : undefined);
  return (
    <PanelFrame label={`Histograms of ${found.key} over steps`} pending={found.pending} error={found.error} why={why} note={heats.length > 0 ? `${found.key} of the newest ${heats.length === 1 ? 'run' : `${heats.length} runs`} that have it${heats.some(({ heat }) => heat.steps.length >= RECORDS) ? `, the last ${RECORDS} steps` : ''}` : ''}>
      {(width, height) => (
        <div className={css.multiples} style={{ gridTemplateColumns: `repeat(${heats.length}, minmax(0, 1fr))` }} data-testid="histograms" data-runs={heats.length}>
          {heats.map(({ row, heat }) => (
            <svg key={row.id} width={width / heats.length} height={height} role="img" aria-label={`${found.key} of ${row.name} over ${heat.steps.length} steps, from ${formatNumber(heat.from)} to ${formatNumber(heat.to)}`}>
              <text x={LEFT} y={12} className={css.axis}>{row.name || row.uid}</text>
              {spec.form === 'ridge' ? <RidgePlot heat={heat} width={width / heats.length} height={height} /> : <HeatMap heat={heat} width={width / heats.length} height={height} />}
            </svg>
          ))}
        </div>
      )}
    </PanelFrame>
  );
}
