import css from './panels.module.css';
import { scaleOf } from './scales';

const [LEFT, RIGHT, TOP, BOTTOM] = [52, 12, 8, 32];

export interface PlottedCurve {
  key: string;
  name: string;
  colour: string;
  dash: string;
  points: readonly (readonly [number, number])[];
  /** A vertical and then a horizontal step to each point, in place of a straight line. */
  steps?: boolean;
  /** Where it stands at the chosen threshold. */
  at?: readonly [number, number];
  /** From where to where each point may well lie. */
  reach?: readonly (readonly [number, number])[];
}

/** What a reader compares curves with: a straight line between two points, with a word. */
export interface ReferenceLine {
  from: readonly [number, number];
  to: readonly [number, number];
  label: string;
}

/** Curves over one another, with axes; shares are shown from 0 to 1, because half an axis makes every classifier look good. */
export function CurvePlot({ width, height, curves, x: xName, y: yName, references = [] }: { width: number; height: number; curves: readonly PlottedCurve[]; x: string; y: string; references?: readonly ReferenceLine[] }) {
  const [w, h] = [width - LEFT - RIGHT, height - TOP - BOTTOM];
  const all = curves.flatMap((c) => c.points);
  const shares = all.every(([a, b]) => a >= 0 && a <= 1 && b >= 0 && b <= 1);
  const [x, y] = [scaleOf('x', shares ? [0, 1] : all.map((p) => p[0]), false), scaleOf('y', shares ? [0, 1] : all.map((p) => p[1]), false)];
  const [px, py] = [(v: number) => LEFT + (x.of(v) ?? 0) * w, (v: number) => TOP + (1 - (y.of(v) ?? 0)) * h];
  const path = (c: PlottedCurve) => c.points.map(([a, b], i) => (c.steps ? (i === 0 ? `M${px(0).toFixed(1)} ${py(b).toFixed(1)}H${px(a).toFixed(1)}` : `V${py(b).toFixed(1)}H${px(a).toFixed(1)}`) : `${i === 0 ? 'M' : 'L'}${px(a).toFixed(1)} ${py(b).toFixed(1)}`)).join('');
  return (
    <svg width={width} height={height} className={css.plotArea} role="img" data-testid="curves" data-curves={curves.length} aria-label={`${curves.length} curves of ${yName} over ${xName}`}>
      {y.ticks(h / 40).map((t) => <g key={t.at}><line x1={LEFT} x2={width - RIGHT} y1={TOP + (1 - t.at) * h} y2={TOP + (1 - t.at) * h} className={css.grid} /><text x={LEFT - 6} y={TOP + (1 - t.at) * h + 3.5} textAnchor="end" className={css.tick}>{t.label}</text></g>)}
      {x.ticks(w / 70).map((t) => <text key={t.at} x={LEFT + t.at * w} y={height - 18} textAnchor="middle" className={css.tick}>{t.label}</text>)}
      <text x={LEFT + w / 2} y={height - 4} textAnchor="middle" className={css.axis}>{xName}</text>
      <text transform={`translate(11 ${TOP + h / 2}) rotate(-90)`} textAnchor="middle" className={css.axis}>{yName}</text>
      {references.map((line) => {
        const [x1, y1, x2, y2] = [px(line.from[0]), py(line.from[1]), px(line.to[0]), py(line.to[1])];
        const middle = [x1 + (x2 - x1) * 0.86, y1 + (y2 - y1) * 0.86];
        return (
          <g key={`${line.label} ${line.from[1]}`} data-testid="reference">
            <line x1={x1} y1={y1} x2={x2} y2={y2} className={css.chance} />
            <text x={middle[0]} y={middle[1]! - 4} textAnchor="middle" className={css.chanceWord} transform={`rotate(${(Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI} ${middle[0]} ${middle[1]})`}>{line.label}</text>
          </g>
        );
      })}
      {curves.map((c) => (
        <g key={c.key}>
          <path d={path(c)} fill="none" stroke={c.colour} strokeWidth={1.8} strokeDasharray={c.dash}><title>{c.name}</title></path>
          {c.reach?.map(([low, high], i) => <line key={c.points[i]![0]} x1={px(c.points[i]![0])} x2={px(c.points[i]![0])} y1={py(low)} y2={py(high)} stroke={c.colour} strokeWidth={1} opacity={0.55} />)}
          {c.reach && c.points.map(([a, b]) => <circle key={a} cx={px(a)} cy={py(b)} r={2.5} fill={c.colour} />)}
          {c.at && <circle cx={px(c.at[0])} cy={py(c.at[1])} r={4.5} fill="var(--panel)" stroke={c.colour} strokeWidth={2} data-testid="operating-point"><title>{c.name} at the threshold</title></circle>}
        </g>
      ))}
    </svg>
  );
}
