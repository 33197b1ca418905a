/** Ways to smooth; the mathematics are those of Cairn.Analysis, to which tests/golden/smoothing.json holds these copies. */
export type SmoothingKind = 'ema' | 'mean' | 'gaussian';

export const SMOOTHING_KINDS: readonly (readonly [SmoothingKind, string, string])[] = [
  ['ema', 'time-weighted EMA', 'Exponential moving average; a point counts less the further back on x it lies'],
  ['mean', 'running mean', 'Mean of a window around each point'],
  ['gaussian', 'Gaussian', 'Mean weighted by a bell around each point'],
];

const VIEWPORT = 1000;
const WINDOW_SHARE = 0.1;
const SIGMA_SHARE = 0.05;
const SIGMAS_SEEN = 3;

function ema(x: Float64Array, y: Float64Array, strength: number, range: number): Float64Array {
  const weight = Math.min(Math.sqrt(strength), 0.999);
  const out = new Float64Array(y.length);
  let sum = 0;
  let mass = 0;
  let previous = Number.NaN;
  for (let i = 0; i < y.length; i++) {
    const value = y[i]!;
    if (!Number.isFinite(value)) {
      out[i] = value;
      continue;
    }
    const keep = Number.isNaN(previous) ? 0 : Math.pow(weight, (Math.max(0, x[i]! - previous) / range) * VIEWPORT);
    sum = sum * keep + value;
    mass = mass * keep + 1;
    previous = x[i]!;
    out[i] = sum / mass;
  }
  return out;
}

function windowed(x: Float64Array, y: Float64Array, reach: number, weigh: (away: number) => number): Float64Array {
  const out = new Float64Array(y.length);
  let low = 0;
  for (let i = 0; i < y.length; i++) {
    const here = x[i]!;
    if (!Number.isFinite(y[i]!)) {
      out[i] = y[i]!;
      continue;
    }
    while (x[low]! < here - reach) low++;
    let sum = 0;
    let mass = 0;
    for (let j = low; j < y.length && x[j]! <= here + reach; j++) {
      if (!Number.isFinite(y[j]!)) continue;
      const weight = weigh(x[j]! - here);
      sum += weight * y[j]!;
      mass += weight;
    }
    out[i] = sum / mass;
  }
  return out;
}

/**
 * A smoothed copy of `y` over `x` (ascending) in a chart whose x axis is `range` long; `strength` 0 (nothing) to 1. Values
 * that are not finite stay where they are and count in no average.
 */
export function smooth(x: Float64Array, y: Float64Array, strength: number, range: number, kind: SmoothingKind = 'ema'): Float64Array {
  if (strength <= 0 || y.length === 0 || !(range > 0)) return y;
  if (kind === 'ema') return ema(x, y, strength, range);
  if (kind === 'mean') return windowed(x, y, strength * WINDOW_SHARE * range, () => 1);
  const sigma = strength * SIGMA_SHARE * range;
  return windowed(x, y, SIGMAS_SEEN * sigma, (away) => Math.exp(-0.5 * (away / sigma) ** 2));
}

const kept = new WeakMap<Float64Array, Map<string, Float64Array>>();

/** The same, remembered as long as the array lives: a hover or a highlight smooths nothing anew. */
export function smoothKept(x: Float64Array, y: Float64Array, strength: number, range: number, kind: SmoothingKind): Float64Array {
  if (strength <= 0) return y;
  const known = kept.get(y) ?? new Map<string, Float64Array>();
  if (known.size === 0) kept.set(y, known);
  const name = `${kind} ${strength} ${range}`;
  let out = known.get(name);
  if (!out) {
    known.clear(); // only the latest setting is on the screen
    known.set(name, (out = smooth(x, y, strength, range, kind)));
  }
  return out;
}
