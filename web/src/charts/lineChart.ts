import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { readColours, type Colours } from './colours';
import { pageCursor } from './cursorHub';
import { drawChart, drawFocus, strokeLine, transform, type Area } from './draw';
import { timed } from './exposed';
import { closest, describe, formatX, rowsAt } from './hover';
import { prepare, type ChartModel, type Prepared } from './model';
import { formatDuration, formatNumber, linearTicks, logTicks, tickLabels } from './ticks';
import { hideTooltip, showTooltip } from './tooltip';

const DOTS = 60; // more are a wall that hides the curves

const FONT = '10.5px Inter, "Segoe UI", system-ui, "DejaVu Sans", sans-serif';

/**
 * A line chart over uPlot: uPlot has the axes, the grid, the pointer and the selection; the lines are drawn here,
 * since every run has its own x. `onZoom` gets the range dragged over, or null for a double click.
 */
export class LineChart {
  private readonly host: HTMLElement;
  private readonly onZoom: (range: [number, number] | null) => void;
  private model: ChartModel;
  private prepared: Prepared;
  private colours: Colours;
  private plot: uPlot;
  private overlay!: HTMLCanvasElement;
  private readonly leave: () => void;
  private frame = 0;
  private dark: boolean;

  constructor(host: HTMLElement, model: ChartModel, dark: boolean, onZoom: (range: [number, number] | null) => void) {
    this.dark = dark;
    this.host = host;
    this.onZoom = onZoom;
    this.model = model;
    this.prepared = prepare(model);
    this.colours = readColours(host);
    this.plot = this.create();
    this.leave = pageCursor.join(this.follow);
  }

  /** Shows another model; zoom, cursor and everything not in the model stay as they are. */
  update(model: ChartModel): void {
    if (onlyFocus(model, this.model)) {
      this.model = model;
      return this.paintFocus();
    }
    const remake = (model.axis === 'time') !== (this.model.axis === 'time');
    this.model = model;
    this.prepared = prepare(model);
    if (remake) this.remake();
    else this.plot.setData(this.frameData(), true);
  }

  /** Reads the colours again when the theme is another than before. */
  restyle(dark: boolean): void {
    if (dark === this.dark) return;
    this.dark = dark;
    this.colours = readColours(this.host);
    this.remake();
  }

  resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width > 0 && height > 0 && (width !== this.plot.width || height !== this.plot.height)) this.plot.setSize({ width, height });
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.leave();
    this.plot.destroy();
    hideTooltip();
  }

  private remake(): void {
    this.plot.destroy();
    this.plot = this.create();
  }

  private toScale = (v: number) => (this.model.logY ? Math.log10(v) : v);
  private fromScale = (v: number) => (this.model.logY ? Math.pow(10, v) : v);
  private toX = (v: number) => (this.prepared.logX ? Math.log10(Math.max(v, Number.MIN_VALUE)) : v);
  private fromX = (v: number) => (this.prepared.logX ? Math.pow(10, v) : v);

  private frameData(): uPlot.AlignedData {
    return [[this.toX(this.prepared.x.min), this.toX(this.prepared.x.max)], [null, null]];
  }

  private xTicks(width: number): number[] {
    const { min, max } = this.prepared.x;
    const count = Math.max(2, Math.floor(width / 72));
    return this.prepared.logX ? logTicks(min, max, count) : linearTicks(min, max, count);
  }

  private yTicks(height: number): number[] {
    const { min, max } = this.prepared.y;
    const count = Math.max(2, Math.floor(height / 34));
    return this.model.logY ? logTicks(min, max, count) : linearTicks(min, max, count);
  }

  private create(): uPlot {
    const { colours } = this;
    const time = this.model.axis === 'time';
    const axis = { stroke: colours.axis, font: FONT, grid: { stroke: colours.grid, width: 1 }, ticks: { show: false }, border: { show: false } };
    const plot = new uPlot({
      width: Math.max(40, this.host.clientWidth),
      height: Math.max(40, this.host.clientHeight),
      ms: 1,
      padding: [6, 10, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        bind: { dblclick: () => () => { this.onZoom(null); return null; } },
      },
      scales: {
        x: { time, range: () => [this.toX(this.prepared.x.min), this.toX(this.prepared.x.max)] },
        y: { range: () => [this.toScale(this.prepared.y.min), this.toScale(this.prepared.y.max)] },
      },
      axes: [
        {
          ...axis, size: 22, gap: 3,
          ...(time ? {} : {
            splits: (u: uPlot) => this.xTicks(u.width).map(this.toX),
            values: (_: uPlot, ticks: number[]) => {
              const places = ticks.map((v) => Number(this.fromX(v).toPrecision(10)));
              return this.model.axis === 'relative' ? places.map(shortDuration) : tickLabels(places, this.prepared.logX);
            },
          }),
        },
        {
          ...axis, gap: 4,
          size: (_: uPlot, values: string[]) => 12 + 6.3 * Math.max(2, ...(values ?? []).map((v) => v.length)),
          splits: (u: uPlot) => this.yTicks(u.height - 28).map(this.toScale),
          values: (_: uPlot, ticks: number[]) => tickLabels(ticks.map((v) => Number(this.fromScale(v).toPrecision(10))), this.model.logY),
        },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        ready: [(u: uPlot) => this.addOverlay(u)],
        setSize: [(u: uPlot) => this.fitOverlay(u)],
        draw: [(u: uPlot) => { timed('draw', () => drawChart(u.ctx, this.model, this.prepared, areaOf(u), this.colours)); this.fitOverlay(u); this.paintFocus(u); }],
        setCursor: [(u: uPlot) => this.pointed(u)],
        setSelect: [(u: uPlot) => this.selected(u)],
      },
    }, this.frameData(), this.host);
    plot.over.addEventListener('mouseleave', () => {
      hideTooltip();
      this.clearOverlay();
      this.paintFocus();
      pageCursor.move(this.follow, null, this.model.axis);
    });
    return plot;
  }

  private selected(u: uPlot): void {
    if (u.select.width < 4) return;
    const [from, to] = [this.fromX(u.posToVal(u.select.left, 'x')), this.fromX(u.posToVal(u.select.left + u.select.width, 'x'))];
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.onZoom([from, to]);
  }

  private pointed(u: uPlot): void {
    // Only the pointer itself brings an event; a cursor set by another panel stays quiet.
    if (!u.cursor.event || u.cursor.left === undefined || u.cursor.left < 0) return;
    const event = u.cursor.event;
    const { left, top = 0 } = u.cursor;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      if (this.plot !== u || !this.host.isConnected) return;
      const x = this.fromX(u.posToVal(left, 'x'));
      pageCursor.move(this.follow, x, this.model.axis);
      timed('hover', () => this.hover(u, x, top, event));
    });
  }

  private hover(u: uPlot, x: number, top: number, event: MouseEvent): void {
    const rows = rowsAt(this.prepared, x);
    const toTop = (value: number) => u.valToPos(this.toScale(value), 'y');
    const strong = closest(rows, top, toTop);
    this.clearOverlay();
    const ctx = this.overlay.getContext('2d')!;
    const ratio = devicePixelRatio;
    const area = { ...areaOf(u), left: 0, top: 0 };
    const t = transform(this.prepared, area);
    if (strong) {
      ctx.strokeStyle = ctx.fillStyle = strong.line.run.colour;
      ctx.lineWidth = 2.4 * ratio;
      ctx.lineJoin = 'round';
      strokeLine(ctx, strong.line, strong.line.y, this.prepared, t, this.model.logY, ratio);
    }
    for (const row of rows.length > DOTS && strong ? [strong] : rows.length > DOTS ? [] : rows) {
      if (!Number.isFinite(row.value) || (this.model.logY && row.value <= 0)) continue;
      ctx.beginPath();
      ctx.arc(t.x(row.line.x[row.at]!), t.y(row.value), (row === strong ? 4 : 2.5) * ratio, 0, 7);
      ctx.fillStyle = row.line.run.colour;
      ctx.fill();
      ctx.strokeStyle = this.colours.panel;
      ctx.lineWidth = ratio;
      ctx.stroke();
    }
    if (rows.length === 0) return hideTooltip();
    const at = strong ?? rows[0]!;
    showTooltip(event.clientX, event.clientY, formatX(this.model.axis, at.line.x[at.at]!), rows.length, rows.indexOf(strong!), (i) => {
      const row = rows[i]!;
      return { colour: row.line.run.colour, dash: row.line.run.dash.length > 0, name: row.line.run.name, strong: row === strong, ...describe(row, this.model) };
    }, this.host);
  }

  private readonly follow = (x: number | null, axis: string): void => {
    if (axis !== this.model.axis) return;
    const left = x === null || (this.prepared.logX && x <= 0) ? -10 : this.plot.valToPos(this.toX(x), 'x');
    this.plot.setCursor({ left: left >= 0 && left <= this.plot.over.clientWidth ? left : -10, top: x === null ? -10 : 0 }, false);
  };

  private addOverlay(u: uPlot): void {
    this.overlay = document.createElement('canvas');
    this.overlay.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none';
    u.over.append(this.overlay);
    this.fitOverlay(u);
  }

  private fitOverlay(u: uPlot): void {
    if (!this.overlay) return;
    const [width, height] = [Math.round(u.bbox.width), Math.round(u.bbox.height)];
    if (this.overlay.width !== width || this.overlay.height !== height) [this.overlay.width, this.overlay.height] = [width, height];
    else this.clearOverlay();
  }

  private paintFocus(u: uPlot = this.plot): void {
    this.clearOverlay();
    const ctx = this.overlay?.getContext('2d');
    if (ctx) drawFocus(ctx, this.model, this.prepared, { ...areaOf(u), left: 0, top: 0 }, this.colours);
  }

  private clearOverlay(): void {
    this.overlay?.getContext('2d')?.clearRect(0, 0, this.overlay.width, this.overlay.height);
  }
}

/** Whether two models differ in nothing but the highlighted run, so that a veil is enough and no curve is drawn again. */
const onlyFocus = (a: ChartModel, b: ChartModel): boolean =>
  (Object.keys({ ...a, ...b }) as (keyof ChartModel)[]).every((part) => part === 'focus' || a[part] === b[part]);

const areaOf = (u: uPlot): Area => ({ ...u.bbox, ratio: devicePixelRatio });

const shortDuration = (seconds: number): string =>
  seconds === 0 ? '0' : seconds >= 60 ? formatDuration(seconds).replace(/ 0+[sm]$/, '') : `${formatNumber(seconds, 3)}s`;
