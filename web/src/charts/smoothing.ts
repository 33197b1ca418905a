/**
 * Exponential moving average weighted by distance on x: a point `d` away counts `weight^(d / unit)` of one here,
 * where `unit` is a thousandth of `range`. Debiased, so it starts at the first value. Non-finite values stay
 * where they are and leave the average as it was.
 */
export function smooth(x: Float64Array, y: Float64Array, weight: number, range: number): Float64Array {
  if (weight <= 0 || y.length === 0) return y;
  const unit = range > 0 ? range / 1000 : 1;
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
    const keep = Number.isNaN(previous) ? 0 : Math.pow(weight, Math.max(0, x[i]! - previous) / unit);
    sum = sum * keep + value * (1 - weight);
    mass = mass * keep + (1 - weight);
    previous = x[i]!;
    out[i] = sum / mass;
  }
  return out;
}
