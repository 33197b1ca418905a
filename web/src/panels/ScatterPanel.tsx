import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState, type PointerEvent } from 'react';
import type { RunRow } from '../api/types';
import { useDark } from '../app/preferences';
import { colourOf } from '../charts/palette';
import { heading, valueOf } from '../runs/values';
import { brushFilter, type Brush } from './brush';
import { ColourLegend } from './ColourLegend';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import { colouring } from './ramp';
import type { PanelProps, ScatterSpec } from './registry';
import { RunTip } from './RunTip';
import { scaleOf } from './scales';
import { leftOut, usePanelRuns } from './usePanelRuns';

const [LEFT, BOTTOM, TOP, RIGHT] = [56, 34, 8, 12];
const NEAR = 18;

interface Point { row: RunRow; x: number; y: number; r: number; colour: string }

/** One column against another; drag over points to mark them, click one to open its run. */
export function ScatterPanel({ project, filter, spec, onBrush }: PanelProps<ScatterSpec>) {
  const columns = useMemo(() => [...new Set([spec.x, spec.y, spec.colour, spec.size].filter((c): c is string => !!c))], [spec]);
  const runs = usePanelRuns(project, filter, columns);
  const dark = useDark();
  const navigate = useNavigate();
  const [over, setOver] = useState<Point | null>(null);
  const [drag, setDrag] = useState<{ x: Brush; y: Brush } | null>(null);
  const [start, setStart] = useState<[number, number] | null>(null);
  const rows = runs.data?.rows;
  const now = runs.dataUpdatedAt;
  const plan = useMemo(() => {
    const all = rows ?? [];
    const values = (column: string) => all.map((row) => valueOf(row, column, now));
    const [x, y] = [scaleOf(spec.x, values(spec.x), spec.logX), scaleOf(spec.y, values(spec.y), spec.logY)];
    const colours = spec.colour ? colouring(spec.colour, values(spec.colour), dark) : undefined;
    const size = spec.size ? scaleOf(spec.size, values(spec.size)) : undefined;
    const points: Point[] = [];
    for (const row of all) {
      const [px, py] = [x.of(valueOf(row, spec.x, now)), y.of(valueOf(row, spec.y, now))];
      if (px === undefined || py === undefined) continue;
      const at = size?.of(valueOf(row, spec.size!, now));
      points.push({ row, x: px, y: py, r: size ? 2.5 + 6 * Math.sqrt(at ?? 0) : 4, colour: colours ? colours.of(valueOf(row, spec.colour!, now)) : colourOf(row.uid, dark) });
    }
    return { x, y, colours, points };
  }, [rows, spec, dark, now]);
  const missing = (rows?.length ?? 0) - plan.points.length;
  const why = rows === undefined ? undefined : rows.length === 0 ? 'No run matches.' : plan.points.length > 0 ? undefined
    : `None of the ${rows.length} runs has both ${heading(spec.x)} and ${heading(spec.y)}. Choose other columns.`;
  const note = [runs.data ? leftOut(runs.data) : '', missing > 0 && !why ? `${plan.points.length} of ${rows!.length}: the others lack a value` : ''].filter(Boolean).join('; ');
  return (
    <PanelFrame label={`${heading(spec.y)} against ${heading(spec.x)}`} pending={runs.isPending} error={runs.error} why={why} note={note} legend={plan.colours && <ColourLegend colours={plan.colours} column={spec.colour!} />}>
      {(width, height) => {
        const [w, h] = [width - LEFT - RIGHT, height - TOP - BOTTOM];
        const [px, py] = [(at: number) => LEFT + 6 + at * (w - 12), (at: number) => TOP + 6 + (1 - at) * (h - 12)];
        const place = (e: PointerEvent<SVGSVGElement>): [number, number] => {
          const box = e.currentTarget.getBoundingClientRect();
          return [e.clientX - box.left, e.clientY - box.top];
        };
        const nearest = ([x, y]: [number, number]) => {
          let best: Point | null = null;
          let least = NEAR * NEAR;
          for (const point of plan.points) {
            const d = (px(point.x) - x) ** 2 + (py(point.y) - y) ** 2;
            if (d < least) [best, least] = [point, d];
          }
          return best;
        };
        const fraction = (v: number, from: number, length: number) => Math.min(1, Math.max(0, (v - from - 6) / (length - 12)));
        const marked = (p: Point) => !drag || (p.x >= drag.x[0] && p.x <= drag.x[1] && p.y >= drag.y[0] && p.y <= drag.y[1]);
        return (
          <>
            <svg
              width={width} height={height} className={css.plotArea} role="img" aria-label={`${plan.points.length} runs: ${heading(spec.y)} against ${heading(spec.x)}`} data-testid="scatter" data-points={plan.points.length}
              onPointerDown={(e) => {
                e.currentTarget.setPointerCapture(e.pointerId);
                setStart(place(e));
              }}
              onPointerMove={(e) => {
                const at = place(e);
                setOver(start ? null : nearest(at));
                if (!start || !onBrush || Math.hypot(at[0] - start[0], at[1] - start[1]) < 5) return;
                const [x1, x2] = [fraction(start[0], LEFT, w), fraction(at[0], LEFT, w)].sort((a, b) => a - b) as [number, number];
                const [y1, y2] = [1 - fraction(start[1], TOP, h), 1 - fraction(at[1], TOP, h)].sort((a, b) => a - b) as [number, number];
                setDrag({ x: [x1, x2], y: [y1, y2] });
              }}
              onPointerUp={(e) => {
                const at = place(e);
                const moved = start !== null && Math.hypot(at[0] - start[0], at[1] - start[1]) >= 5;
                setStart(null);
                if (moved && drag) return onBrush?.(brushFilter([plan.x, plan.y], { [spec.x]: drag.x, [spec.y]: drag.y }));
                const hit = nearest(at);
                if (drag) {
                  setDrag(null);
                  onBrush?.('');
                } else if (hit) {
                  const [team, name] = project.split('/') as [string, string];
                  void navigate({ to: '/$team/$project/runs/$uid', params: { team, project: name, uid: hit.row.uid } } as never);
                }
              }}
              onPointerLeave={() => setOver(null)}
            >
              {plan.y.ticks(h / 40).map((t) => <g key={t.at}><line x1={LEFT} x2={width - RIGHT} y1={py(t.at)} y2={py(t.at)} className={css.grid} /><text x={LEFT - 6} y={py(t.at) + 3.5} textAnchor="end" className={css.tick}>{short(t.label, 8)}</text></g>)}
              {plan.x.ticks(w / 90).map((t) => <g key={t.at}><line x1={px(t.at)} x2={px(t.at)} y1={TOP} y2={TOP + h} className={css.grid} /><text x={px(t.at)} y={height - 20} textAnchor="middle" className={css.tick}>{short(t.label, 12)}</text></g>)}
              <text x={LEFT + w / 2} y={height - 5} textAnchor="middle" className={css.axis}>{heading(spec.x)}{plan.x.kind === 'log' && ' (log)'}</text>
              <text transform={`translate(11 ${TOP + h / 2}) rotate(-90)`} textAnchor="middle" className={css.axis}>{heading(spec.y)}{plan.y.kind === 'log' && ' (log)'}</text>
              {plan.points.map((p) => <circle key={p.row.id} cx={px(p.x)} cy={py(p.y)} r={p.r} fill={p.colour} fillOpacity={marked(p) ? 0.8 : 0.15} />)}
              {over && <circle cx={px(over.x)} cy={py(over.y)} r={over.r + 2} className={css.hot} />}
              {drag && <rect x={px(drag.x[0])} width={px(drag.x[1]) - px(drag.x[0])} y={py(drag.y[1])} height={py(drag.y[0]) - py(drag.y[1])} className={css.mark} />}
            </svg>
            {over && <RunTip row={over.row} columns={columns} now={now} x={px(over.x)} y={py(over.y)} width={width} />}
          </>
        );
      }}
    </PanelFrame>
  );
}

export const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
