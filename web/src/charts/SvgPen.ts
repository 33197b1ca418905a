import type { Pen } from './draw';

const number = (value: number): string => String(Math.round(value * 100) / 100);
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const LETTER = 0.56; // of the size of a letter is about its width

interface State {
  fillStyle: string;
  strokeStyle: string;
  lineWidth: number;
  globalAlpha: number;
  font: string;
  dash: number[];
  clip: string;
}

/** Takes the strokes of a chart and writes them down as SVG. */
export class SvgPen implements Pen {
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'left';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  lineJoin: CanvasLineJoin = 'round';
  private readonly parts: string[] = [];
  private readonly states: State[] = [];
  private path = '';
  private dash: number[] = [];
  private clips = 0;
  private clipped = '';

  save(): void {
    this.states.push({ fillStyle: this.fillStyle, strokeStyle: this.strokeStyle, lineWidth: this.lineWidth, globalAlpha: this.globalAlpha, font: this.font, dash: this.dash, clip: this.clipped });
  }

  restore(): void {
    const state = this.states.pop();
    if (!state) return;
    ({ fillStyle: this.fillStyle, strokeStyle: this.strokeStyle, lineWidth: this.lineWidth, globalAlpha: this.globalAlpha, font: this.font, dash: this.dash, clip: this.clipped } = state);
  }

  beginPath(): void { this.path = ''; }
  moveTo(x: number, y: number): void { this.path += `M${number(x)} ${number(y)}`; }
  lineTo(x: number, y: number): void { this.path += `${this.path === '' ? 'M' : 'L'}${number(x)} ${number(y)}`; }
  closePath(): void { this.path += 'Z'; }
  rect(x: number, y: number, w: number, h: number): void { this.path += `M${number(x)} ${number(y)}h${number(w)}v${number(h)}h${number(-w)}Z`; }
  arc(x: number, y: number, r: number): void { this.path += `M${number(x - r)} ${number(y)}a${number(r)} ${number(r)} 0 1 0 ${number(2 * r)} 0a${number(r)} ${number(r)} 0 1 0 ${number(-2 * r)} 0`; }
  setLineDash(dash: number[]): void { this.dash = dash; }

  clip(): void {
    this.clipped = `c${++this.clips}`;
    this.parts.push(`<clipPath id="${this.clipped}"><path d="${this.path}"/></clipPath>`);
  }

  stroke(): void {
    if (this.path === '') return;
    const dash = this.dash.length > 0 ? ` stroke-dasharray="${this.dash.map(number).join(' ')}"` : '';
    this.parts.push(`<path d="${this.path}" fill="none" stroke="${escaped(this.strokeStyle)}" stroke-width="${number(this.lineWidth)}" stroke-linejoin="${this.lineJoin}"${dash}${this.common()}/>`);
  }

  fill(): void {
    if (this.path !== '') this.parts.push(`<path d="${this.path}" fill="${escaped(this.fillStyle)}"${this.common()}/>`);
  }

  fillRect(x: number, y: number, w: number, h: number): void {
    this.parts.push(`<rect x="${number(x)}" y="${number(y)}" width="${number(w)}" height="${number(Math.max(0, h))}" fill="${escaped(this.fillStyle)}"${this.common()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    const anchor = this.textAlign === 'right' ? 'end' : this.textAlign === 'center' ? 'middle' : 'start';
    const baseline = this.textBaseline === 'middle' ? ' dominant-baseline="central"' : '';
    this.parts.push(`<text x="${number(x)}" y="${number(y)}" style="font:${escaped(this.font)}" text-anchor="${anchor}"${baseline} fill="${escaped(this.fillStyle)}"${this.common()}>${escaped(text)}</text>`);
  }

  measureText(text: string): TextMetrics {
    const size = Number(/([\d.]+)px/.exec(this.font)?.[1] ?? 10);
    return { width: text.length * size * LETTER } as TextMetrics;
  }

  /** The picture so far. */
  toSvg(width: number, height: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${this.parts.join('')}</svg>\n`;
  }

  private common(): string {
    return `${this.globalAlpha < 1 ? ` opacity="${number(this.globalAlpha)}"` : ''}${this.clipped ? ` clip-path="url(#${this.clipped})"` : ''}`;
  }
}
