import type { SeriesGroupHeader, SeriesHeader } from './types';

/** One bucketed series: parallel arrays of length `n`; `min`…`count` are there only where a bucket holds several points. */
export interface Series {
  run: number;
  key: string;
  count: number;
  n: number;
  x: Float64Array;
  last: Float64Array;
  min?: Float64Array;
  max?: Float64Array;
  mean?: Float64Array;
  counts?: Float64Array;
  nonfinite?: Float64Array;
}

/** Groups of runs as lines: `last` is a group's line, `min` and `max` its band, `counts` how many runs have a value. */
export interface GroupAnswer {
  axis: string;
  from: number;
  to: number;
  total: number;
  groups: SeriesGroupHeader['groups'];
  series: Series[];
}

export interface SeriesAnswer {
  axis: string;
  from: number;
  to: number;
  buckets: number;
  series: Series[];
}

const MAGIC = 0x31525343; // "CSR1", little-endian

interface Entry {
  run?: number;
  group?: number;
  key: string;
  count?: number;
  runs?: number;
  n: number;
  offset: number;
  columns: readonly string[];
  like?: number;
  small?: readonly string[];
}

function decode<T extends { series: readonly Entry[] }>(buffer: ArrayBuffer): { header: T; series: Series[] } {
  const view = new DataView(buffer);
  if (buffer.byteLength < 8 || view.getUint32(0, true) !== MAGIC) throw new Error('Not a CSR1 answer.');
  const headerLength = view.getUint32(4, true);
  const body = 8 + headerLength;
  if (body % 8 !== 0 || body > buffer.byteLength) throw new Error('The CSR1 header is cut short.');
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, headerLength))) as T;
  const series: Series[] = [];
  for (const s of header.series) {
    let at = body + s.offset;
    const columns: Record<string, Float64Array | undefined> = {};
    for (const name of s.columns) {
      const small = s.small?.includes(name) === true;
      const end = at + (small ? Math.ceil(s.n / 2) : s.n) * 8;
      if (end > buffer.byteLength) throw new Error('The CSR1 body is cut short.');
      columns[name] = small ? new Float64Array(new Float32Array(buffer, at, s.n)) : new Float64Array(buffer, at, s.n);
      at = end;
    }
    const same = s.like === undefined ? undefined : series[s.like];
    const empty = new Float64Array(0);
    series.push({
      run: s.run ?? s.group ?? 0, key: s.key, count: s.count ?? s.runs ?? 0, n: s.n,
      x: columns.x ?? same?.x ?? empty, last: columns.last ?? empty,
      min: columns.min, max: columns.max, mean: columns.mean, counts: columns.count ?? (columns.min && same?.counts), nonfinite: columns.nonfinite,
    });
  }
  return { header, series };
}

/** Decodes a binary series answer without copying the numbers; throws when it is not one. */
export function decodeCsr1(buffer: ArrayBuffer): SeriesAnswer {
  const { header, series } = decode<SeriesHeader>(buffer);
  return { axis: header.axis, from: header.from, to: header.to, buckets: header.buckets, series };
}

/** Decodes a binary answer about groups; the `run` of its series is the index of their group, `count` its runs with points. */
export function decodeGroups(buffer: ArrayBuffer): GroupAnswer {
  const { header, series } = decode<SeriesGroupHeader>(buffer);
  return { axis: header.axis, from: header.from, to: header.to, total: header.total, groups: header.groups, series };
}

function concat(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** The points of a range with their neighbours from the whole series on both sides, so that lines run on past the edges. */
export function withNeighbours(part: Series, whole: Series, from: number, to: number): Series {
  let before = -1;
  let after = whole.n;
  for (let i = 0; i < whole.n && whole.x[i]! < from; i++) before = i;
  for (let i = whole.n - 1; i >= 0 && whole.x[i]! > to; i--) after = i;
  if (before < 0 && after === whole.n) return part;
  const pick = (name: 'x' | 'last' | 'min' | 'max' | 'mean' | 'counts' | 'nonfinite', absent: (i: number) => number) => {
    if (name !== 'x' && name !== 'last' && !part[name]) return undefined;
    const left = before >= 0 ? [absent(before)] : [];
    const right = after < whole.n ? [absent(after)] : [];
    const middle = part[name]!;
    const out = new Float64Array(left.length + middle.length + right.length);
    out.set(left);
    out.set(middle, left.length);
    out.set(right, left.length + middle.length);
    return out;
  };
  const last = (i: number) => whole.last[i]!;
  const x = pick('x', (i) => whole.x[i]!)!;
  return {
    run: part.run, key: part.key, count: part.count, n: x.length, x, last: pick('last', last)!,
    min: pick('min', last), max: pick('max', last), mean: pick('mean', last), counts: pick('counts', () => 1), nonfinite: pick('nonfinite', () => 0),
  };
}

/** `head` with those buckets of `tail` that lie after it; the arrays of `head` are left as they are. */
export function appendSeries(head: Series, tail: Series): Series {
  const end = head.n > 0 ? head.x[head.n - 1]! : -Infinity;
  let skip = 0;
  while (skip < tail.n && !(tail.x[skip]! > end)) skip++;
  if (skip === tail.n) return head;
  const added = tail.n - skip;
  const join = (name: 'min' | 'max' | 'mean' | 'counts' | 'nonfinite'): Float64Array | undefined => {
    if (!head[name] && !tail[name]) return undefined;
    const absent = (s: Series): Float64Array =>
      name === 'counts' ? new Float64Array(s.n).fill(1) : name === 'nonfinite' ? new Float64Array(s.n) : s.last;
    return concat(head[name] ?? absent(head), (tail[name] ?? absent(tail)).subarray(skip));
  };
  return {
    run: head.run, key: head.key, count: head.count + (tail.counts ? tail.counts.subarray(skip).reduce((a, b) => a + b, 0) : added), n: head.n + added,
    x: concat(head.x, tail.x.subarray(skip)), last: concat(head.last, tail.last.subarray(skip)),
    min: join('min'), max: join('max'), mean: join('mean'), counts: join('counts'), nonfinite: join('nonfinite'),
  };
}
