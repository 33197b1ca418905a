import { readColours, type Colours } from './colours';
import { drawChart, transform, type Pen } from './draw';
import { prepare, type ChartModel } from './model';
import { SvgPen } from './SvgPen';
import { formatDuration, formatTime, linearTicks, logTicks, tickLabels } from './ticks';

const WIDTH = 900;
const HEIGHT = 520;
const SCALE = 2; // pixels of a picture for each of the page
const LEGEND_ROWS = 30;

const axisName = (axis: string): string => (axis === 'time' ? 'wall time' : axis === 'relative' ? 'time since start' : axis.replace(/^metric:/, ''));

/** Draws a chart by itself, with its title, axes and legend, on whatever pen. */
export function drawPicture(pen: Pen, model: ChartModel, title: string, colours: Colours): void {
  const prepared = prepare(model);
  const named = model.lines.slice(0, LEGEND_ROWS);
  const legend = named.length > 1 ? 190 : 0;
  const area = { left: 62, top: 40, width: WIDTH - 62 - 20 - legend, height: HEIGHT - 40 - 52, ratio: 1 };
  const t = transform(prepared, area);
  const font = (size: number, weight = 400) => { pen.font = `${weight} ${size}px Inter, "Segoe UI", system-ui, "DejaVu Sans", sans-serif`; };
  const text = (words: string, x: number, y: number, align: CanvasTextAlign, colour: string) => {
    [pen.textAlign, pen.textBaseline, pen.fillStyle] = [align, 'middle', colour];
    pen.fillText(words, x, y);
  };
  pen.fillStyle = colours.panel;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  font(15, 600);
  text(title, 16, 20, 'left', colours.text);
  font(11);
  pen.lineWidth = 1;
  pen.strokeStyle = colours.grid;
  const ys = model.logY ? logTicks(prepared.y.min, prepared.y.max, 8) : linearTicks(prepared.y.min, prepared.y.max, 8);
  tickLabels(ys, model.logY).forEach((label, i) => {
    const y = t.y(ys[i]!);
    pen.beginPath();
    pen.moveTo(area.left, y);
    pen.lineTo(area.left + area.width, y);
    pen.stroke();
    text(label, area.left - 8, y, 'right', colours.axis);
  });
  const xs = prepared.logX ? logTicks(prepared.x.min, prepared.x.max, 8) : linearTicks(prepared.x.min, prepared.x.max, 7);
  const labels = model.axis === 'time' ? xs.map((x) => formatTime(x).slice(5, 16)) : model.axis === 'relative' ? xs.map(formatDuration) : tickLabels(xs, prepared.logX);
  labels.forEach((label, i) => {
    const x = t.x(xs[i]!);
    pen.beginPath();
    pen.moveTo(x, area.top);
    pen.lineTo(x, area.top + area.height);
    pen.stroke();
    text(label, x, area.top + area.height + 14, 'center', colours.axis);
  });
  text(axisName(model.axis), area.left + area.width / 2, HEIGHT - 16, 'center', colours.muted);
  drawChart(pen, model, prepared, area, colours);
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  if (legend === 0) return;
  const left = area.left + area.width + 18;
  named.forEach(({ run }, i) => {
    const y = area.top + 8 + i * 15;
    pen.strokeStyle = run.colour;
    pen.lineWidth = 2;
    pen.setLineDash([...run.dash]);
    pen.beginPath();
    pen.moveTo(left, y);
    pen.lineTo(left + 18, y);
    pen.stroke();
    pen.setLineDash([]);
    font(11);
    text(run.name.length > 25 ? `${run.name.slice(0, 24)}…` : run.name, left + 24, y, 'left', colours.text);
  });
  if (model.lines.length > named.length) text(`and ${model.lines.length - named.length} more`, left, area.top + 8 + named.length * 15, 'left', colours.muted);
}

const cell = (value: string | number): string => (typeof value === 'number' ? String(value) : /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** The points of a chart as drawn, one a line: whose, where, the value, its bucket's extremes (a group's band) and count. */
export function chartCsv(model: ChartModel): string {
  const { lines } = prepare(model);
  const smoothed = model.smoothing > 0;
  const out = [['line', 'key', axisName(model.axis), 'value', ...(smoothed ? ['smoothed'] : []), 'min', 'max', 'count'].map(cell).join(',')];
  for (const { run, series, x, raw, y } of lines)
    for (let i = 0; i < x.length; i++)
      out.push([run.name, series.key, x[i]!, raw[i]!, ...(smoothed ? [y[i]!] : []), series.min?.[i] ?? raw[i]!, series.max?.[i] ?? raw[i]!, series.counts?.[i] ?? 1].map(cell).join(','));
  return `${out.join('\n')}\n`;
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Saves a chart to a file: a picture, a drawing, or its points. */
export function exportPanel(model: ChartModel, title: string, form: 'png' | 'svg' | 'csv'): void {
  const name = `${title.replace(/[^\w.-]+/g, '_')}.${form}`;
  if (form === 'csv') return save(new Blob([chartCsv(model)], { type: 'text/csv' }), name);
  const colours = readColours(document.body);
  if (form === 'svg') {
    const pen = new SvgPen();
    drawPicture(pen, model, title, colours);
    return save(new Blob([pen.toSvg(WIDTH, HEIGHT)], { type: 'image/svg+xml' }), name);
  }
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH * SCALE, HEIGHT * SCALE];
  const ctx = canvas.getContext('2d')!;
  ctx.scale(SCALE, SCALE);
  drawPicture(ctx, model, title, colours);
  canvas.toBlob((blob) => blob && save(blob, name), 'image/png');
}

