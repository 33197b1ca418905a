import { describe, expect, it } from 'vitest';
import { appendSeries, decodeCsr1, withNeighbours, type Series } from '../../src/api/csr1';

interface Given {
  run: number;
  key: string;
  columns: Record<string, number[]>;
}

/** Writes an answer as docs/native-api.md describes it, independently of the decoder. */
function encode(series: Given[], pad = true): ArrayBuffer {
  let offset = 0;
  const heads = series.map(({ run, key, columns }) => {
    const n = Object.values(columns)[0]!.length;
    const head = { run, key, count: n, n, offset, columns: Object.keys(columns) };
    offset += n * 8 * head.columns.length;
    return head;
  });
  const text = new TextEncoder().encode(JSON.stringify({ axis: 'step', from: 0, to: 9, buckets: 10, series: heads }));
  const length = pad ? text.length + ((8 - (text.length % 8)) % 8) : text.length;
  const bytes = new Uint8Array(8 + length + offset).fill(32, 8 + text.length, 8 + length);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('CSR1'));
  view.setUint32(4, length, true);
  bytes.set(text, 8);
  let at = 8 + length;
  for (const { columns } of series)
    for (const values of Object.values(columns))
      for (const value of values) {
        view.setFloat64(at, value, true);
        at += 8;
      }
  return bytes.buffer;
}

describe('decodeCsr1', () => {
  it('reads the header and every column at its place', () => {
    const answer = decodeCsr1(encode([
      { run: 7, key: 'loss', columns: { x: [0, 4, 9], last: [3, 2, 1], min: [2.5, 1.5, 0.5], max: [3.5, 2.5, 1.5], mean: [3, 2, 1.25], count: [2, 4, 4], nonfinite: [0, 1, 0] } },
      { run: 8, key: 'acc/é', columns: { x: [1, 2], last: [0.5, Number.NaN] } },
      { run: 9, key: 'none', columns: { x: [], last: [] } },
    ]));
    expect(answer).toMatchObject({ axis: 'step', from: 0, to: 9, buckets: 10 });
    const [loss, acc, none] = answer.series;
    expect([...loss!.x]).toEqual([0, 4, 9]);
    expect([...loss!.min!]).toEqual([2.5, 1.5, 0.5]);
    expect([...loss!.mean!]).toEqual([3, 2, 1.25]);
    expect([...loss!.counts!]).toEqual([2, 4, 4]);
    expect([...loss!.nonfinite!]).toEqual([0, 1, 0]);
    expect(acc).toMatchObject({ run: 8, key: 'acc/é', n: 2, min: undefined });
    expect([...acc!.last]).toEqual([0.5, Number.NaN]);
    expect(none!.n).toBe(0);
  });

  it('shares the memory of the answer instead of copying it', () => {
    const buffer = encode([{ run: 1, key: 'a', columns: { x: [1], last: [2] } }]);
    expect(decodeCsr1(buffer).series[0]!.x.buffer).toBe(buffer);
  });

  it('refuses what is not CSR1, unaligned, or cut short', () => {
    const whole = encode([{ run: 1, key: 'a', columns: { x: [1, 2], last: [2, 3] } }]);
    expect(() => decodeCsr1(new ArrayBuffer(4))).toThrow('Not a CSR1');
    expect(() => decodeCsr1(new TextEncoder().encode('{"title":"no"}  ').buffer as ArrayBuffer)).toThrow('Not a CSR1');
    expect(() => decodeCsr1(whole.slice(0, whole.byteLength - 8))).toThrow('cut short');
    expect(() => decodeCsr1(whole.slice(0, 24))).toThrow('cut short');
  });
});

const series = (x: number[], last: number[], more: Partial<Series> = {}): Series =>
  ({ run: 1, key: 'a', count: x.length, n: x.length, x: Float64Array.from(x), last: Float64Array.from(last), ...more });

describe('decodeCsr1 of a compact answer', () => {
  it('takes shared places from the series named and reads float32 columns', () => {
    const series = [
      { run: 1, key: 'loss', count: 9, n: 3, offset: 0, columns: ['x', 'last', 'min', 'count'], small: ['min'] },
      { run: 2, key: 'loss', count: 9, n: 3, offset: 88, columns: ['last', 'min'], small: ['min'], like: 0 },
      { run: 3, key: 'loss', count: 3, n: 3, offset: 128, columns: ['last'], like: 0 },
    ];
    const text = new TextEncoder().encode(JSON.stringify({ axis: 'step', from: 0, to: 9, buckets: 10, series }));
    const length = text.length + ((8 - (text.length % 8)) % 8);
    const bytes = new Uint8Array(8 + length + 152).fill(32, 8, 8 + length);
    bytes.set(new TextEncoder().encode('CSR1'));
    new DataView(bytes.buffer).setUint32(4, length, true);
    bytes.set(text, 8);
    const doubles = (at: number, values: number[]) => new Float64Array(bytes.buffer, 8 + length + at, values.length).set(values);
    const floats = (at: number, values: number[]) => new Float32Array(bytes.buffer, 8 + length + at, values.length).set(values);
    doubles(0, [1, 2, 3]);
    doubles(24, [0.1, 0.2, 0.3]);
    floats(48, [0.5, 0.25, Number.NaN]);
    doubles(64, [3, 3, 3]);
    doubles(88, [7, 8, 9]);
    floats(112, [6, 7, 8]);
    doubles(128, [4, 5, 6]);
    const [first, second, third] = decodeCsr1(bytes.buffer).series;
    expect([...first!.last]).toEqual([0.1, 0.2, 0.3]);
    expect([...first!.min!]).toEqual([0.5, 0.25, Number.NaN]);
    expect(second!.x).toBe(first!.x);
    expect(second!.counts).toBe(first!.counts);
    expect([...second!.min!]).toEqual([6, 7, 8]);
    expect([...third!.last]).toEqual([4, 5, 6]);
    expect(third!.counts).toBeUndefined();
  });

  it('refuses columns that reach beyond the end', () => {
    const text = new TextEncoder().encode(JSON.stringify({ axis: 'step', from: 0, to: 9, buckets: 10, series: [{ run: 1, key: 'a', count: 1, n: 3, offset: 0, columns: ['x', 'min'], small: ['min'] }] }));
    const length = text.length + ((8 - (text.length % 8)) % 8);
    const bytes = new Uint8Array(8 + length + 32).fill(32, 8, 8 + length);
    bytes.set(new TextEncoder().encode('CSR1'));
    new DataView(bytes.buffer).setUint32(4, length, true);
    bytes.set(text, 8);
    expect(() => decodeCsr1(bytes.buffer)).toThrow(/cut short/);
  });
});

describe('appendSeries', () => {
  it('takes only what lies after the end', () => {
    const joined = appendSeries(series([0, 1, 2], [9, 8, 7]), series([2, 3, 4], [7, 6, 5]));
    expect([...joined.x]).toEqual([0, 1, 2, 3, 4]);
    expect([...joined.last]).toEqual([9, 8, 7, 6, 5]);
    expect(joined.count).toBe(5);
  });

  it('is the same object when nothing is new, so that nothing is drawn again', () => {
    const head = series([0, 1], [9, 8]);
    expect(appendSeries(head, series([0, 1], [9, 8]))).toBe(head);
  });

  it('gives plain points their extremes when the tail has buckets', () => {
    const joined = appendSeries(series([0], [5]), series([3], [2], { min: Float64Array.of(1), max: Float64Array.of(4), counts: Float64Array.of(3), nonfinite: Float64Array.of(1) }));
    expect([...joined.min!]).toEqual([5, 1]);
    expect([...joined.max!]).toEqual([5, 4]);
    expect([...joined.counts!]).toEqual([1, 3]);
    expect([...joined.nonfinite!]).toEqual([0, 1]);
    expect(joined.count).toBe(4);
  });
});

describe('withNeighbours', () => {
  const whole = series([0, 10, 20, 30, 40], [0, 1, 2, 3, 4]);

  it('adds the point before and the point after', () => {
    const joined = withNeighbours(series([12, 18], [7, 8], { min: Float64Array.of(6, 7), counts: Float64Array.of(5, 5) }), whole, 11, 19);
    expect([...joined.x]).toEqual([10, 12, 18, 20]);
    expect([...joined.last]).toEqual([1, 7, 8, 2]);
    expect([...joined.min!]).toEqual([1, 6, 7, 2]);
    expect([...joined.counts!]).toEqual([1, 5, 5, 1]);
    expect(joined.max).toBeUndefined();
  });

  it('has none at the ends of the data', () => {
    const part = series([0, 40], [0, 4]);
    expect(withNeighbours(part, whole, -5, 45)).toBe(part);
    expect([...withNeighbours(series([], []), whole, 41, 50).x]).toEqual([40]);
  });
});
