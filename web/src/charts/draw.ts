import type { Colours } from './colours';
import { lowerBound, type ChartModel, type Line, type Prepared } from './model';
import { formatNumber } from './ticks';
import { placeLabels } from '../landmarks/ruler';

export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
  /** Device pixels a CSS pixel. */
  ratio: number;
}

export interface Transform {
  x(value: number): number;
  y(value: number): number;
}

/** Value to canvas pixels, log where asked. */
export function transform(prepared: Prepared, area: Area): Transform {
  const to = prepared.logY ? Math.log10 : (v: number) => v;
  const [low, high] = [to(prepared.y.min), to(prepared.y.max)];
  const ky = area.height / (high - low);
  const { min, max } = prepared.x;
  const [logMin, logX] = [Math.log10(min), area.width / (Math.log10(max) - Math.log10(min))];
  const kx = area.width / (max - min);
  return {
    x: prepared.logX ? (v) => area.left + (v > 0 ? (Math.log10(v) - logMin) * logX : -1e4) : (v) => area.left + (v - min) * kx,
    y: (v) => area.top + area.height - (to(v) - low) * ky,
  };
}

/** What is drawn on: a canvas, or whatever writes the same strokes down. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  'arc' | 'beginPath' | 'clip' | 'closePath' | 'fill' | 'fillRect' | 'fillStyle' | 'fillText' | 'font' | 'globalAlpha' | 'lineJoin' | 'lineTo' | 'lineWidth'
  | 'measureText' | 'moveTo' | 'rect' | 'restore' | 'save' | 'setLineDash' | 'stroke' | 'strokeStyle' | 'textAlign' | 'textBaseline'
>;

function window(line: Line, prepared: Prepared): [number, number] {
  return [Math.max(0, lowerBound(line.x, prepared.x.min) - 1), Math.min(line.x.length, lowerBound(line.x, prepared.x.max) + 2)];
}

/** Draws `values` over the line's x; a value that is not finite breaks it, one alone becomes a dot. */
export function strokeLine(ctx: Pen, line: Line, values: Float64Array, prepared: Prepared, t: Transform, logY: boolean, ratio: number): void {
  const [from, to] = window(line, prepared);
  ctx.beginPath();
  let length = 0;
  let [lastX, lastY] = [0, 0];
  const dots: [number, number][] = [];
  for (let i = from; i <= to; i++) {
    const value = i < to ? values[i]! : Number.NaN;
    if (!Number.isFinite(value) || (logY && value <= 0)) {
      if (length === 1) dots.push([lastX, lastY]);
      length = 0;
      continue;
    }
    [lastX, lastY] = [t.x(line.x[i]!), t.y(value)];
    if (length++ === 0) ctx.moveTo(lastX, lastY);
    else ctx.lineTo(lastX, lastY);
  }
  ctx.stroke();
  for (const [x, y] of dots) {
    ctx.beginPath();
    const [top, bottom] = [t.y(prepared.y.max), t.y(prepared.y.min)];
    if (y >= top && y <= bottom) ctx.arc(x, y, 2.5 * ratio, 0, 7);
    else {
      // Beyond the edge: an arrowhead says where.
      const [edge, inward] = y < top ? [top + ratio, 6 * ratio] : [bottom - ratio, -6 * ratio];
      const at = Math.max(x, t.x(prepared.x.min) + 4 * ratio);
      ctx.moveTo(at, edge);
      ctx.lineTo(at - 4 * ratio, edge + inward);
      ctx.lineTo(at + 4 * ratio, edge + inward);
      ctx.closePath();
    }
    ctx.fill();
  }
}

function fillEnvelope(ctx: Pen, line: Line, prepared: Prepared, t: Transform, logY: boolean): void {
  const [min, max] = line.low && line.high ? [line.low, line.high] : [line.series.min, line.series.max];
  if (!min || !max) return;
  const [from, to] = window(line, prepared);
  let i = from;
  while (i < to) {
    while (i < to && !Number.isFinite(min[i]!)) i++;
    const start = i;
    while (i < to && Number.isFinite(min[i]!)) i++;
    if (i - start < 2) continue;
    ctx.beginPath();
    for (let k = start; k < i; k++) ctx.lineTo(t.x(line.x[k]!), t.y(max[k]!));
    for (let k = i - 1; k >= start; k--) ctx.lineTo(t.x(line.x[k]!), t.y(logY && min[k]! <= 0 ? prepared.y.min : min[k]!));
    ctx.fill();
  }
}

function drawNonFinite(ctx: Pen, line: Line, prepared: Prepared, t: Transform, area: Area, colours: Colours): void {
  const { nonfinite } = line.series;
  if (!nonfinite) return;
  const [from, to] = window(line, prepared);
  const size = 3 * area.ratio;
  const y = area.top + area.height - 6 * area.ratio;
  ctx.strokeStyle = colours.bad;
  ctx.lineWidth = 1.5 * area.ratio;
  ctx.setLineDash([]);
  let last = -Infinity;
  for (let i = from; i < to; i++) {
    if (!(nonfinite[i]! > 0)) continue;
    const x = t.x(line.x[i]!);
    if (x - last < size * 3) continue;
    last = x;
    ctx.beginPath();
    ctx.moveTo(x - size, y - size);
    ctx.lineTo(x + size, y + size);
    ctx.moveTo(x + size, y - size);
    ctx.lineTo(x - size, y + size);
    ctx.stroke();
  }
}

/** Landmark lines with their labels on the right; those out of range are named at the edge they lie beyond. */
export function drawLandmarks(ctx: Pen, model: ChartModel, prepared: Prepared, t: Transform, area: Area, colours: Colours): void {
  if (model.marks.length === 0) return;
  const r = area.ratio;
  ctx.font = `500 ${10 * r}px Inter, "Segoe UI", system-ui, "DejaVu Sans", sans-serif`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'right';
  const inside: { item: { text: string; y: number }; at: number; width: number }[] = [];
  const above: string[] = [];
  const below: string[] = [];
  for (const mark of model.marks) {
    const text = `${mark.name} ${formatNumber(mark.value)}`;
    if (mark.value > prepared.y.max) above.push(text);
    else if (mark.value < prepared.y.min || (model.logY && mark.value <= 0)) below.push(text);
    else {
      const y = t.y(mark.value);
      ctx.strokeStyle = colours.landmark;
      ctx.lineWidth = r;
      ctx.globalAlpha = 0.85;
      ctx.setLineDash([5 * r, 4 * r]);
      ctx.beginPath();
      ctx.moveTo(area.left, Math.round(y) + 0.5);
      ctx.lineTo(area.left + area.width, Math.round(y) + 0.5);
      ctx.stroke();
      ctx.globalAlpha = 1;
      if (mark.std && mark.std > 0) {
        ctx.globalAlpha = 0.1;
        ctx.fillStyle = colours.landmark;
        const [top, bottom] = [t.y(mark.value + mark.std), t.y(mark.value - mark.std)];
        ctx.fillRect(area.left, top, area.width, bottom - top);
        ctx.globalAlpha = 1;
      }
      inside.push({ item: { text, y }, at: (y - area.top) / area.height, width: (12 * r) / area.height });
    }
  }
  ctx.setLineDash([]);
  const label = (text: string, y: number) => {
    const x = area.left + area.width - 4 * r;
    const { width } = ctx.measureText(text);
    ctx.globalAlpha = 0.82;
    ctx.fillStyle = colours.panel;
    ctx.fillRect(x - width - 3 * r, y - 6 * r, width + 6 * r, 12 * r);
    ctx.globalAlpha = 1;
    ctx.fillStyle = colours.landmark;
    ctx.fillText(text, x, y);
  };
  // Labels sit just above their lines where there is room, pushed apart otherwise.
  for (const { item, left } of placeLabels(inside.map((i) => ({ ...i, at: i.at - (7 * r) / area.height })), 1))
    label(item.text, area.top + left * area.height + 6 * r);
  if (above.length > 0) label(`↑ ${above.join(', ')}`, area.top + 7 * r);
  if (below.length > 0) label(`↓ ${below.join(', ')}`, area.top + area.height - 7 * r);
}

/** Draws envelopes, raw lines, smoothed lines and landmarks, in this order, into the plot's area. */
export function drawChart(ctx: Pen, model: ChartModel, prepared: Prepared, area: Area, colours: Colours): void {
  const t = transform(prepared, area);
  const { ratio } = area;
  const { lines } = prepared;
  const crowd = lines.length > FEW;
  const many = lines.length > 12 ? 0.6 : 1;
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  ctx.lineJoin = crowd ? 'bevel' : 'round';
  ctx.setLineDash([]);
  ctx.lineWidth = ratio;
  ctx.globalAlpha = Math.min(0.35, Math.max(0.12, 4 / prepared.behind.length));
  for (const line of prepared.behind) {
    ctx.strokeStyle = ctx.fillStyle = line.run.colour;
    strokeLine(ctx, line, line.y, prepared, t, model.logY, ratio);
  }
  ctx.globalAlpha = 1;
  // The extremes of hundreds of curves are a grey wall: there only the highlighted one shows its own.
  if (!crowd && (model.smoothing === 0 || model.raw !== false || lines.some((line) => line.low)))
    for (const line of lines) drawEnvelope(ctx, line, prepared, t, model.logY, line.low ? Math.min(0.2, Math.max(0.05, 0.6 / lines.length)) : 0.16 * many);
  for (const line of lines) {
    ctx.strokeStyle = ctx.fillStyle = line.run.colour;
    if (model.smoothing > 0 && model.raw !== false && !crowd && !line.low) {
      ctx.globalAlpha = 0.22 * many;
      ctx.lineWidth = ratio;
      ctx.setLineDash([]);
      strokeLine(ctx, line, line.raw, prepared, t, model.logY, ratio);
    }
    ctx.globalAlpha = crowd ? 0.65 : 1;
    ctx.lineWidth = (line.low ? 1.8 : lines.length > 40 ? 1 : 1.4) * ratio;
    ctx.setLineDash(crowd ? [] : line.run.dash.map((d) => d * ratio));
    strokeLine(ctx, line, line.y, prepared, t, model.logY, ratio);
  }
  ctx.globalAlpha = 1;
  for (const line of lines) drawNonFinite(ctx, line, prepared, t, area, colours);
  drawLandmarks(ctx, model, prepared, t, area, colours);
  ctx.restore();
}

const FEW = 120;
const VEIL = 0.78;

function drawEnvelope(ctx: Pen, line: Line, prepared: Prepared, t: Transform, logY: boolean, alpha: number): void {
  ctx.globalAlpha = alpha;
  ctx.fillStyle = line.run.colour;
  fillEnvelope(ctx, line, prepared, t, logY);
  ctx.globalAlpha = 1;
}

/** Draws the highlighted run over a veil that lets the others show faintly; nothing is drawn when the chart does not have it. */
export function drawFocus(ctx: Pen, model: ChartModel, prepared: Prepared, area: Area, colours: Colours): void {
  const chosen = model.focus === null ? [] : prepared.lines.filter((line) => line.run.id === model.focus);
  if (chosen.length === 0) return;
  const t = transform(prepared, area);
  ctx.save();
  ctx.globalAlpha = VEIL;
  ctx.fillStyle = colours.panel;
  ctx.fillRect(area.left, area.top, area.width, area.height);
  ctx.globalAlpha = 1;
  ctx.lineJoin = 'round';
  for (const line of chosen) {
    drawEnvelope(ctx, line, prepared, t, model.logY, 0.18);
    ctx.strokeStyle = ctx.fillStyle = line.run.colour;
    ctx.lineWidth = 2.2 * area.ratio;
    ctx.setLineDash(line.run.dash.map((d) => d * area.ratio));
    strokeLine(ctx, line, line.y, prepared, t, model.logY, area.ratio);
  }
  drawLandmarks(ctx, model, prepared, t, area, colours);
  ctx.restore();
}
