// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { chartCsv, drawPicture } from '../../src/charts/export';
import type { ChartModel } from '../../src/charts/model';
import { SvgPen } from '../../src/charts/SvgPen';

const of = (...values: number[]) => Float64Array.from(values);
const MODEL: ChartModel = {
  metric: 'loss', axis: 'step', marks: [{ name: 'chance', value: 0.5 }], logY: false, smoothing: 0, zoom: null, focus: null,
  lines: [
    { run: { id: 1, uid: 'a', name: 'one, "two"', colour: '#123456', dash: [] }, series: { run: 1, key: 'loss', count: 3, n: 2, x: of(1, 3), last: of(0.25, 0.75), min: of(0.2, 0.5), max: of(0.4, 0.8), counts: of(1, 2) } },
    { run: { id: 2, uid: 'b', name: '<b>', colour: '#654321', dash: [3, 2] }, series: { run: 2, key: 'loss', count: 1, n: 1, x: of(2), last: of(0.6) } },
  ],
};
const COLOURS = { text: '#000', muted: '#333', axis: '#444', grid: '#eee', panel: '#fff', landmark: '#a60', bad: '#b00', accent: '#080' };

describe('a chart in a file', () => {
  it('as text has every point with its bucket', () => {
    expect(chartCsv(MODEL)).toBe('line,key,step,value,min,max,count\n"one, ""two""",loss,1,0.25,0.2,0.4,1\n"one, ""two""",loss,3,0.75,0.5,0.8,2\n<b>,loss,2,0.6,0.6,0.6,1\n');
    expect(chartCsv({ ...MODEL, smoothing: 0.5 }).split('\n')[0]).toBe('line,key,step,value,smoothed,min,max,count');
  });

  it('as a drawing is well-formed and has its lines, names and landmarks', () => {
    const pen = new SvgPen();
    drawPicture(pen, MODEL, 'loss <1>', COLOURS);
    const svg = pen.toSvg(900, 520);
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    const texts = [...parsed.querySelectorAll('text')].map((text) => text.textContent);
    expect(texts).toEqual(expect.arrayContaining(['loss <1>', 'one, "two"', '<b>', 'chance 0.5000', 'step']));
    expect(parsed.querySelectorAll('path[stroke="#123456"]').length).toBeGreaterThan(0);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
