import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Landmark } from '../api/types';
import { formatNumber } from '../charts/ticks';
import panels from '../panels/panels.module.css';
import { scaleOf } from '../panels/scales';
import { numeric } from '../runs/values';
import { useSize } from '../ui/useSize';
import css from './sweeps.module.css';
import type { Sweep, SweepTrial } from './types';
import { settingText, wholeStep } from './values';

const [LEFT, RIGHT, TOP, BOTTOM] = [56, 14, 12, 30];
const NEAR = 16;

interface Props { project: string; sweep: Sweep; trials: readonly SweepTrial[]; landmarks: readonly Landmark[] }

/** Every trial's value and the best so far, next to the metric's landmarks; or why there is nothing. */
export function BestChart(props: Props) {
  const { metric } = props.sweep;
  if (!metric) return <div className={panels.message}><p>The sweep names no metric, so that no trial is better than another.</p></div>;
  if (!props.trials.some((t) => Number.isFinite(numeric(t.value)))) return <div className={panels.message}><p>No trial has logged {metric.name} yet. It has to be the very key that the code logs.</p></div>;
  return <BestPlot {...props} metric={metric} />;
}

function BestPlot({ project, sweep, trials, landmarks, metric }: Props & { metric: NonNullable<Sweep['metric']> }) {
  const [ref, width, height] = useSize<HTMLDivElement>();
  const [over, setOver] = useState<SweepTrial | null>(null);
  const navigate = useNavigate();
  const marks = landmarks.filter((l) => l.metric === metric.name && l.resolved !== undefined);
  const values = trials.map((t) => numeric(t.value));
  const finite = values.filter((v) => v !== undefined && Number.isFinite(v));
  const y = scaleOf('value', [...values, ...marks.map((l) => numeric(l.resolved!.value))]);
  const last = Math.max(1, trials.length - 1);
  const [w, h] = [width - LEFT - RIGHT, height - TOP - BOTTOM];
  const px = (n: number) => LEFT + 6 + (n / last) * (w - 12);
  const py = (at: number) => TOP + (1 - at) * h;
  let best = '';
  for (const [i, t] of trials.entries()) {
    const at = y.of(numeric(t.bestSoFar));
    if (at !== undefined) best += best === '' ? `M${px(i)} ${py(at)}` : `H${px(i)}V${py(at)}`;
  }
  const every = wholeStep(last, w / 60);
  const ticks = trials.map((_, i) => i).filter((i) => i % every === 0);
  return (
    <div ref={ref} className={css.chart}>
      {width > 0 && (
        <svg
          width={width} height={height} className={panels.plotArea} role="img" data-testid="best-so-far" data-points={finite.length}
          aria-label={`Best ${metric.name} so far over ${trials.length} trials: ${formatNumber(numeric(sweep.best?.value))}`}
          onPointerMove={(e) => {
            const box = e.currentTarget.getBoundingClientRect();
            let least = NEAR;
            let hit: SweepTrial | null = null;
            trials.forEach((t, i) => {
              const at = y.of(values[i]);
              if (at === undefined) return;
              const d = Math.hypot(px(i) - e.clientX + box.left, py(at) - e.clientY + box.top);
              if (d < least) [least, hit] = [d, t];
            });
            setOver(hit);
          }}
          onPointerLeave={() => setOver(null)}
          onPointerUp={() => {
            const [team, name] = project.split('/') as [string, string];
            if (over?.run) void navigate({ to: '/$team/$project/runs/$uid', params: { team, project: name, uid: over.run } } as never);
          }}
        >
          {y.ticks(h / 36).map((t) => <g key={t.at}><line x1={LEFT} x2={width - RIGHT} y1={py(t.at)} y2={py(t.at)} className={panels.grid} /><text x={LEFT - 6} y={py(t.at) + 3.5} textAnchor="end" className={panels.tick}>{t.label}</text></g>)}
          {ticks.map((n) => <text key={n} x={px(n)} y={height - 14} textAnchor="middle" className={panels.tick}>{trials[n]?.number}</text>)}
          <text x={LEFT + w / 2} y={height - 2} textAnchor="middle" className={panels.axis}>trial</text>
          {marks.map((l) => {
            const at = y.of(numeric(l.resolved!.value))!;
            return <g key={l.id}><line x1={LEFT} x2={width - RIGHT} y1={py(at)} y2={py(at)} className={css.landmark} /><text x={width - RIGHT} y={py(at) - 3} textAnchor="end" className={css.landmarkName}>{l.name} {formatNumber(numeric(l.resolved!.value))}</text></g>;
          })}
          <path d={best} className={css.best} />
          {trials.map((t, i) => {
            const at = y.of(values[i]);
            return at !== undefined && <circle key={t.number} cx={px(i)} cy={py(at)} r={t === over ? 5.5 : 3.5} className={css.dot} data-status={t.status} data-best={sweep.best?.trial === t.number} />;
          })}
        </svg>
      )}
      {over && (
        <div className={panels.tip} style={{ top: 8, ...(px(trials.indexOf(over)) > width / 2 ? { left: LEFT + 8 } : { right: 16 }) }}>
          <b>{over.name}</b>
          <dl>
            <div><dt>{metric.name}</dt><dd>{formatNumber(numeric(over.value))}</dd></div>
            {Object.entries(over.values).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{settingText(value)}</dd></div>)}
            <div><dt>status</dt><dd>{over.status}</dd></div>
          </dl>
        </div>
      )}
    </div>
  );
}
