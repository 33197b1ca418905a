import { useQuery } from '@tanstack/react-query';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { recordSeries } from '../api/queries';
import type { RecordKey } from '../api/types';
import { useDark } from '../app/preferences';
import { readColours } from '../charts/colours';
import { formatNumber } from '../charts/ticks';
import { ProblemView, Skeleton } from '../ui/states';
import { heatOf } from './heat';
import css from '../media/media.module.css';

const BINS = 48;

/** All histograms of a key side by side, step along the bottom: how a distribution moves while the run learns. */
export function HistogramHeat({ run, info, step, onStep }: { run: number; info: RecordKey; step: number; onStep: (step: number) => void }) {
  const query = useQuery(recordSeries(run, info.key));
  const heat = useMemo(() => (query.data ? heatOf(query.data, BINS) : undefined), [query.data]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const dark = useDark();
  const [at, setAt] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element || !heat) return;
    element.dataset.theme = dark ? 'dark' : 'light'; // another theme has other colours to read
    const { steps, bins, shares } = heat;
    [element.width, element.height] = [steps.length, bins];
    const ctx = element.getContext('2d')!;
    ctx.fillStyle = readColours(element.parentElement!).accent;
    const top = shares.reduce((a, b) => Math.max(a, b), 0) || 1;
    for (let s = 0; s < steps.length; s++)
      for (let b = 0; b < bins; b++) {
        ctx.globalAlpha = Math.sqrt(shares[s * bins + b]! / top);
        ctx.fillRect(s, bins - 1 - b, 1, 1);
      }
  }, [heat, dark]);
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton lines={4} />;
  if (!heat) return <p className={css.none}>None of these histograms has edges and counts that fit together.</p>;
  const current = heat.steps.findLastIndex((s) => s <= step);
  const column = (e: React.MouseEvent) => Math.min(heat.steps.length - 1, Math.floor((e.nativeEvent.offsetX / (e.target as HTMLElement).clientWidth) * heat.steps.length));
  return (
    <figure className={css.heat}>
      <div className={css.heatBody}>
        <div className={css.heatAxis} aria-hidden="true"><span>{formatNumber(heat.to)}</span><span>{formatNumber(heat.from)}</span></div>
        <div className={css.heatPlot}>
          {/* The slider above chooses the step from the keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
          <canvas ref={canvas} role="img" aria-label={`Histograms of ${info.key} over ${heat.steps.length} steps`} onMouseMove={(e) => setAt(column(e))} onMouseLeave={() => setAt(null)} onClick={(e) => onStep(heat.steps[column(e)]!)} />
          {current >= 0 && <i className={css.heatStep} style={{ left: `${((current + 0.5) / heat.steps.length) * 100}%` }} />}
        </div>
      </div>
      <figcaption><span>step {heat.steps[0]}</span><span>{at !== null && `step ${heat.steps[at]}`}</span><span>{heat.steps.at(-1)}</span></figcaption>
    </figure>
  );
}
