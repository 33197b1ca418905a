import { useMemo } from 'react';
import { useDark } from '../app/preferences';
import { colourOf, DASHES } from '../charts/palette';
import { curvesOf, guessAxes, tableOf } from './curves';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import type { CurveSpec, PanelProps } from './registry';
import { scaleOf } from './scales';
import { useRecords } from './useRecords';

const RUNS = 10;
const SHOWN = 12;
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 12, 8, 32];

/** The newest table of each run as curves: precision over recall, true over false positives, or any two columns. */
export function CurvePanel({ project, filter, spec }: PanelProps<CurveSpec>) {
  const found = useRecords(project, filter, spec.key, 'table', RUNS, 1);
  const dark = useDark();
  const plan = useMemo(() => {
    const tables = (found.data ?? []).flatMap(({ row, records }) => {
      const table = tableOf(records.at(-1)?.value);
      return table ? [{ row, table }] : [];
    });
    const guess = tables.length > 0 ? guessAxes(tables[0]!.table) : undefined;
    const [x, y] = [spec.x ?? guess?.x, spec.y ?? guess?.y];
    const by = spec.by ?? (spec.x === undefined ? guess?.by : undefined);
    if (x === undefined || y === undefined) return { tables, curves: [], x: x ?? '', y: y ?? '' };
    const curves = tables.flatMap(({ row, table }) => curvesOf(table, x, y, by === '' ? undefined : by).map((curve, i) => ({ key: `${row.id} ${curve.name ?? ''}`, name: [row.name || row.uid, curve.name].filter(Boolean).join(' · '), colour: colourOf(row.uid, dark), dash: DASHES[i % DASHES.length]!.join(' '), points: curve.points })));
    return { tables, curves, x, y };
  }, [found.data, spec, dark]);
  const { curves } = plan;
  const why = found.why ?? (found.data === undefined ? undefined : plan.tables.length === 0 ? `${found.key} is no table that was kept whole.` : curves.length === 0 ? `Choose two columns with numbers: ${plan.tables[0]!.table.columns.join(', ')}.` : undefined);
  return (
    <PanelFrame
      label={`${plan.y} over ${plan.x}`} pending={found.pending} error={found.error} why={why}
      legend={curves.length > 0 && <div className={css.legend}>{curves.slice(0, SHOWN).map((c) => <span key={c.key} className={css.key}><svg width="16" height="8" aria-hidden="true"><line x1="0" x2="16" y1="4" y2="4" stroke={c.colour} strokeWidth="2" strokeDasharray={c.dash} /></svg>{c.name}</span>)}{curves.length > SHOWN && <span className="muted">and {curves.length - SHOWN} more</span>}</div>}
    >
      {(width, height) => {
        const [w, h] = [width - LEFT - RIGHT, height - TOP - BOTTOM];
        const all = curves.flatMap((c) => c.points);
        // Rates are shown whole: half an axis makes every classifier look good.
        const rates = all.every(([a, b]) => a >= 0 && a <= 1 && b >= 0 && b <= 1);
        const [x, y] = [scaleOf('x', rates ? [0, 1] : all.map((p) => p[0]), false), scaleOf('y', rates ? [0, 1] : all.map((p) => p[1]), false)];
        const [px, py] = [(v: number) => LEFT + x.of(v)! * w, (v: number) => TOP + (1 - y.of(v)!) * h];
        return (
          <svg width={width} height={height} className={css.plotArea} role="img" data-testid="curves" data-curves={curves.length} aria-label={`${curves.length} curves of ${plan.y} over ${plan.x}`}>
            {y.ticks(h / 40).map((t) => <g key={t.at}><line x1={LEFT} x2={width - RIGHT} y1={TOP + (1 - t.at) * h} y2={TOP + (1 - t.at) * h} className={css.grid} /><text x={LEFT - 6} y={TOP + (1 - t.at) * h + 3.5} textAnchor="end" className={css.tick}>{t.label}</text></g>)}
            {x.ticks(w / 70).map((t) => <text key={t.at} x={LEFT + t.at * w} y={height - 18} textAnchor="middle" className={css.tick}>{t.label}</text>)}
            <text x={LEFT + w / 2} y={height - 4} textAnchor="middle" className={css.axis}>{plan.x}</text>
            <text transform={`translate(11 ${TOP + h / 2}) rotate(-90)`} textAnchor="middle" className={css.axis}>{plan.y}</text>
            {rates && /fpr|false/i.test(plan.x) && <line x1={px(0)} y1={py(0)} x2={px(1)} y2={py(1)} className={css.chance} />}
            {curves.map((c) => <path key={c.key} d={c.points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${px(a).toFixed(1)} ${py(b).toFixed(1)}`).join('')} fill="none" stroke={c.colour} strokeWidth={1.8} strokeDasharray={c.dash}><title>{c.name}</title></path>)}
          </svg>
        );
      }}
    </PanelFrame>
  );
}
