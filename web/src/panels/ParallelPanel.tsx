import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';
import type { RunRow } from '../api/types';
import { useDark } from '../app/preferences';
import { heading, valueOf } from '../runs/values';
import { Button } from '../ui/controls';
import { brushFilter, inBrush, type Brush } from './brush';
import { ColourLegend } from './ColourLegend';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import { colouring } from './ramp';
import type { PanelProps, ParallelSpec } from './registry';
import { RunTip } from './RunTip';
import { scaleOf } from './scales';
import { short } from './ScatterPanel';
import { leftOut, usePanelRuns } from './usePanelRuns';

const [TOP, BOTTOM, SIDE, WIDE] = [30, 10, 46, 78];
const [LETTERS, OUTER, LETTER] = [10, 22, 6.2]; // most letters beside an axis, and beside the first or last one; the width of one

/** How wide the labels beside an outer axis are. */
const besideOf = (words: readonly string[], least: number): number => Math.max(least, 14 + LETTER * Math.min(OUTER, Math.max(0, ...words.map((word) => word.length))));
const NEAR = 8;

interface Line { row: RunRow; at: (number | undefined)[]; colour: string }

/** A line a run over several axes; drag along an axis to keep the runs that pass there, click beside the mark to let go. */
export function ParallelPanel({ project, filter, spec, onBrush }: PanelProps<ParallelSpec>) {
  const runs = usePanelRuns(project, filter, spec.columns);
  const dark = useDark();
  const navigate = useNavigate();
  const [brushes, setBrushes] = useState<Record<string, Brush | undefined>>({});
  const [over, setOver] = useState<{ line: Line; x: number; y: number } | null>(null);
  const drag = useRef<{ column: string; from: number } | null>(null);
  const rows = runs.data?.rows;
  const now = runs.dataUpdatedAt;
  const plan = useMemo(() => {
    const all = rows ?? [];
    const scales = spec.columns.map((column) => scaleOf(column, all.map((row) => valueOf(row, column, now)), spec.log?.includes(column) || undefined));
    const last = spec.columns.at(-1)!;
    const colours = colouring(last, all.map((row) => valueOf(row, last, now)), dark);
    const lines = all.map<Line>((row) => ({ row, at: scales.map((scale) => scale.of(valueOf(row, scale.column, now))), colour: colours.of(valueOf(row, last, now)) }))
      .filter((line) => line.at.filter((at) => at !== undefined).length >= Math.min(2, scales.length));
    return { scales, colours, lines };
  }, [rows, spec, dark, now]);
  const marks = Object.values(brushes).filter(Boolean).length;
  const kept = (line: Line) => plan.scales.every((scale) => {
    const brush = brushes[scale.column];
    return !brush || inBrush(scale, brush, valueOf(line.row, scale.column, now));
  });
  // The axes move when runs come in; what was marked is told in values as they are now.
  const expression = brushFilter(plan.scales, brushes);
  const told = useRef('');
  useEffect(() => {
    if (drag.current === null && told.current !== expression) {
      told.current = expression;
      onBrush?.(expression);
    }
  });
  const why = rows === undefined ? undefined : rows.length === 0 ? 'No run matches.' : spec.columns.length < 2 ? 'Choose at least two columns.'
    : plan.lines.length > 0 ? undefined : `None of the ${rows.length} runs has two of these columns. Choose others.`;
  const left = marks > 0 ? plan.lines.filter(kept).length : 0;
  return (
    <PanelFrame
      label="Parallel coordinates" pending={runs.isPending} error={runs.error} why={why} note={runs.data ? leftOut(runs.data) : ''}
      legend={plan.lines.length > 0 && (
        <div className="row">
          <ColourLegend colours={plan.colours} column={spec.columns.at(-1)!} />
          <span className="grow" />
          {marks > 0 ? <><span className={css.count} role="status">{left} of {plan.lines.length} runs</span><Button small kind="ghost" icon="close" onClick={() => setBrushes({})}>Clear marks</Button></> : <span className={css.hint}>drag along an axis to keep its runs</span>}
        </div>
      )}
    >
      {(width, height) => {
        const count = plan.scales.length;
        // The outer axes have their labels outside; more than fit are scrolled to.
        const side = besideOf(plan.scales[0]?.words ?? [], SIDE);
        const wide = besideOf(plan.scales.at(-1)?.words ?? [], WIDE);
        const total = Math.max(width, side + wide + (count - 1) * 96);
        const x = (i: number) => side + ((total - side - wide) * i) / Math.max(1, count - 1);
        const h = height - TOP - BOTTOM - (total > width ? 12 : 0);
        const y = (at: number) => TOP + (1 - at) * h;
        const fraction = (v: number) => Math.min(1, Math.max(0, 1 - (v - TOP) / h));
        const top = (e: PointerEvent<SVGElement>) => e.clientY - e.currentTarget.ownerSVGElement!.getBoundingClientRect().top;
        const path = (line: Line) => {
          let d = '';
          let pen = false;
          line.at.forEach((at, i) => {
            if (at !== undefined) d += `${pen ? 'L' : 'M'}${x(i).toFixed(1)} ${y(at).toFixed(1)}`;
            pen = at !== undefined;
          });
          return d;
        };
        const nearest = (px: number, py: number) => {
          const i = Math.min(count - 2, Math.max(0, plan.scales.findIndex((_, k) => x(k + 1) >= px)));
          const t = (px - x(i)) / (x(i + 1) - x(i));
          let best: Line | null = null;
          let least = NEAR;
          for (const line of plan.lines) {
            const [a, b] = [line.at[i], line.at[i + 1]];
            if (a === undefined || b === undefined || (marks > 0 && !kept(line))) continue;
            const d = Math.abs(y(a + (b - a) * t) - py);
            if (d < least) [best, least] = [line, d];
          }
          return best;
        };
        return (
          // What scrolls must be reachable without a mouse.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <div className={css.scroller} role="group" aria-label="Axes" tabIndex={0}>
            <svg
              width={total} height={height - (total > width ? 12 : 0)} className={css.plotArea} role="group" data-testid="parallel" data-lines={plan.lines.length}
              aria-label={`${plan.lines.length} runs over ${plan.scales.map((s) => heading(s.column)).join(', ')}`}
              onPointerMove={(e) => {
                if (drag.current) return;
                const box = e.currentTarget.getBoundingClientRect();
                const [px, py] = [e.clientX - box.left, e.clientY - box.top];
                const line = nearest(px, py);
                setOver(line ? { line, x: px, y: py } : null);
              }}
              onPointerLeave={() => setOver(null)}
              onPointerUp={() => {
                if (!over || drag.current) return;
                const [team, name] = project.split('/') as [string, string];
                void navigate({ to: '/$team/$project/runs/$uid', params: { team, project: name, uid: over.line.row.uid } } as never);
              }}
            >
              <g className={css.lines}>
                {plan.lines.map((line) => marks === 0 || kept(line)
                  ? <path key={line.row.id} d={path(line)} stroke={line.colour} strokeOpacity={plan.lines.length > 300 ? 0.35 : 0.7} />
                  : <path key={line.row.id} d={path(line)} className={css.faint} />)}
                {over && <path d={path(over.line)} className={css.hotLine} />}
              </g>
              {plan.scales.map((scale, i) => {
                const brush = brushes[scale.column];
                const right = i === count - 1;
                return (
                  <g key={scale.column}>
                    <line x1={x(i)} x2={x(i)} y1={TOP} y2={TOP + h} className={css.spine} />
                    <text x={right ? x(i) + 8 : x(i)} y={14} textAnchor={i === 0 ? 'start' : 'middle'} dx={i === 0 ? -side + 6 : 0} className={css.axis}><title>{scale.column}</title>{short(heading(scale.column), Math.max(12, Math.floor((total / count) / 7)))}{scale.kind === 'log' && ' (log)'}</text>
                    {scale.ticks(h / 34).map((t) => (
                      <text key={t.at} x={right ? x(i) + 7 : x(i) - 7} y={y(t.at) + 3.5} textAnchor={right ? 'start' : 'end'} className={css.tickOver}><title>{t.label}</title>{short(t.label, right || i === 0 ? OUTER : LETTERS)}</text>
                    ))}
                    {brush && <rect x={x(i) - 6} width={12} y={y(brush[1])} height={Math.max(2, y(brush[0]) - y(brush[1]))} className={css.mark} />}
                    <rect
                      x={x(i) - 12} width={24} y={TOP - 6} height={h + 12} className={css.handle} role="slider" tabIndex={0} data-axis={scale.column}
                      aria-label={`Mark runs by ${heading(scale.column)}`} aria-valuemin={0} aria-valuemax={100} aria-valuenow={brush ? Math.round(brush[0] * 100) : 0}
                      aria-valuetext={brush ? brushFilter([scale], { [scale.column]: brush }) : 'nothing marked'}
                      onPointerDown={(e) => {
                        e.currentTarget.setPointerCapture(e.pointerId);
                        drag.current = { column: scale.column, from: fraction(top(e)) };
                        setOver(null);
                        setBrushes((all) => ({ ...all, [scale.column]: undefined }));
                      }}
                      onPointerMove={(e) => {
                        if (!drag.current) return;
                        const to = fraction(top(e));
                        const { from } = drag.current;
                        if (Math.abs(to - from) * h < 3) return;
                        setBrushes((all) => ({ ...all, [scale.column]: [Math.min(from, to), Math.max(from, to)] }));
                      }}
                      onPointerUp={(e) => {
                        e.stopPropagation();
                        drag.current = null;
                        setBrushes((all) => ({ ...all }));
                      }}
                      onKeyDown={(e) => {
                        const [low, high] = brush ?? [0, 1];
                        const step = e.key === 'ArrowUp' ? 0.05 : e.key === 'ArrowDown' ? -0.05 : 0;
                        if (e.key === 'Escape' || e.key === 'Delete') setBrushes((all) => ({ ...all, [scale.column]: undefined }));
                        if (step === 0) return;
                        e.preventDefault();
                        const next: Brush = e.shiftKey ? [low, Math.min(1, Math.max(low + 0.01, high + step))] : [Math.max(0, Math.min(high - 0.01, low + step)), high];
                        setBrushes((all) => ({ ...all, [scale.column]: next }));
                      }}
                    />
                  </g>
                );
              })}
            </svg>
            {over && <RunTip row={over.line.row} columns={spec.columns} now={now} x={over.x} y={over.y} width={total} />}
          </div>
        );
      }}
    </PanelFrame>
  );
}
