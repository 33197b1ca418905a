import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { projectPath, sendJson } from '../api/http';
import type { components } from '../api/schema';
import { useDark } from '../app/preferences';
import { PALETTE } from '../charts/palette';
import { formatNumber } from '../charts/ticks';
import { heading, numeric } from '../runs/values';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import type { BoxSpec, PanelProps } from './registry';
import { scaleOf } from './scales';
import { short } from './ScatterPanel';

type Answer = components['schemas']['Distribution'];

const [LEFT, RIGHT, TOP, BOTTOM] = [56, 8, 10, 44];
const NARROWEST = 46;

export const useDistribution = (project: string, filter: string, column: string, by: string | undefined) =>
  useQuery<Answer>({
    queryKey: ['panel', project, 'distribution', filter, column, by ?? null],
    queryFn: ({ signal }) => sendJson('POST', `${projectPath(project)}/distribution`, { filter: filter.trim() || undefined, column, by }, signal),
    placeholderData: keepPreviousData, staleTime: 5_000, refetchInterval: 15_000, retry: false,
  });

/** What a distribution leaves out, in words. */
export function leftOut(data: Answer | undefined): string {
  if (!data) return '';
  return [
    data.total > data.seen ? `the newest ${data.seen} of ${data.total} runs` : '',
    data.leftOutGroups > 0 ? `the ${data.groups.length} largest groups; ${data.leftOutGroups} more are left out` : '',
    data.without > 0 && data.groups.length > 0 ? `${data.seen - data.without} runs; ${data.without} have no finite value` : '',
  ].filter(Boolean).join('; ');
}

/** A column's values in groups: box, violin or every run as a dot. */
export function BoxPanel({ project, filter, spec }: PanelProps<BoxSpec>) {
  const answer = useDistribution(project, filter, spec.column, spec.by);
  const dark = useDark();
  const groups = answer.data?.groups ?? [];
  const why = answer.data && groups.length === 0 ? `None of the ${answer.data.seen} runs has a finite ${heading(spec.column)}.` : undefined;
  const form = spec.form ?? 'box';
  return (
    <PanelFrame label={`${heading(spec.column)} by ${spec.by ? heading(spec.by) : 'all'}`} pending={answer.isPending} error={answer.error} why={why} note={leftOut(answer.data)}>
      {(width, height) => {
        const total = Math.max(width, LEFT + RIGHT + groups.length * NARROWEST);
        const [w, h] = [total - LEFT - RIGHT, height - TOP - BOTTOM];
        const ends = form === 'violin' ? [numeric(answer.data!.from), numeric(answer.data!.to)] : groups.flatMap((g) => [numeric(g.min), numeric(g.max)]);
        const y = scaleOf('value', ends, form === 'violin' ? false : spec.log);
        const py = (value: unknown) => TOP + (1 - (y.of(value as number) ?? 0)) * h;
        const each = w / groups.length;
        const half = Math.min(34, each * 0.36);
        const tallest = Math.max(...groups.flatMap((g) => (g.density ?? []).map((d) => numeric(d) ?? 0)));
        return (
          // What scrolls must be reachable without a mouse.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <div className={css.scroller} role="group" aria-label="Distributions" tabIndex={0}>
            <svg width={total} height={height} className={css.plotArea} role="img" data-testid="box" data-groups={groups.length} aria-label={groups.map((g) => `${g.key ?? 'no value'}: median ${formatNumber(numeric(g.median))} of ${g.n}`).join('; ')}>
              {y.ticks(h / 40).map((t) => <g key={t.at}><line x1={LEFT} x2={total - RIGHT} y1={TOP + (1 - t.at) * h} y2={TOP + (1 - t.at) * h} className={css.grid} /><text x={LEFT - 6} y={TOP + (1 - t.at) * h + 3.5} textAnchor="end" className={css.tick}>{t.label}</text></g>)}
              <text transform={`translate(11 ${TOP + h / 2}) rotate(-90)`} textAnchor="middle" className={css.axis}>{heading(spec.column)}{y.kind === 'log' && ' (log)'}</text>
              {groups.map((g, i) => {
                const x = LEFT + (i + 0.5) * each;
                const colour = PALETTE[i % PALETTE.length]![dark ? 1 : 0];
                const dots = form === 'dots' || g.n < 5 ? g.runs : form === 'violin' ? [] : g.runs.filter((r) => numeric(r.value)! < numeric(g.lowerWhisker)! || numeric(r.value)! > numeric(g.upperWhisker)!);
                const density = (g.density ?? []).map((d) => numeric(d) ?? 0);
                const place = (k: number) => py(numeric(answer.data!.from)! + ((numeric(answer.data!.to)! - numeric(answer.data!.from)!) * k) / (density.length - 1));
                const side = (sign: number) => density.map((d, k) => `${(x + (sign * half * d) / tallest).toFixed(1)} ${place(k).toFixed(1)}`);
                return (
                  <g key={g.key ?? ''}>
                    <title>{`${g.key ?? 'no value'}: n ${g.n}, mean ${formatNumber(numeric(g.mean))}${g.std === undefined ? '' : ` ± ${formatNumber(numeric(g.std))}`}, median ${formatNumber(numeric(g.median))}, quartiles ${formatNumber(numeric(g.lowerQuartile))} to ${formatNumber(numeric(g.upperQuartile))}, range ${formatNumber(numeric(g.min))} to ${formatNumber(numeric(g.max))}`}</title>
                    <rect x={x - each / 2} width={each} y={TOP} height={h} fill="transparent" />
                    {form === 'violin' && density.length > 0 && <path d={`M${[...side(1), ...side(-1).reverse()].join('L')}Z`} fill={colour} fillOpacity={0.3} stroke={colour} />}
                    {form === 'box' && g.n >= 5 && (
                      <>
                        <path d={`M${x} ${py(g.lowerWhisker)}V${py(g.lowerQuartile)}M${x} ${py(g.upperQuartile)}V${py(g.upperWhisker)}M${x - half / 2} ${py(g.lowerWhisker)}h${half}M${x - half / 2} ${py(g.upperWhisker)}h${half}`} stroke={colour} fill="none" strokeWidth={1.3} />
                        <rect x={x - half} width={half * 2} y={py(g.upperQuartile)} height={Math.max(1, py(g.lowerQuartile) - py(g.upperQuartile))} fill={colour} fillOpacity={0.25} stroke={colour} strokeWidth={1.3} />
                      </>
                    )}
                    {(form !== 'dots' && g.n >= 5) && <line x1={x - (form === 'box' ? half : half / 2)} x2={x + (form === 'box' ? half : half / 2)} y1={py(g.median)} y2={py(g.median)} stroke={colour} strokeWidth={2.5} />}
                    {dots.map((r, k) => <circle key={r.run} cx={x + (form === 'dots' && g.n > 4 ? ((k * 0.618) % 1 - 0.5) * half * 1.3 : 0)} cy={py(r.value)} r={2.8} fill={colour} fillOpacity={0.75} />)}
                    <text x={x} y={height - 26} textAnchor="middle" className={css.axis}>{short(g.key ?? 'no value', Math.max(5, Math.floor(each / 6.5)))}</text>
                    <text x={x} y={height - 12} textAnchor="middle" className={css.tick}>n {g.n}</text>
                  </g>
                );
              })}
            </svg>
          </div>
        );
      }}
    </PanelFrame>
  );
}
