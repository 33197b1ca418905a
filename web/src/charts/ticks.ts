const STEPS = [1, 2, 2.5, 5, 10];

/** Round values from `min` to `max`, about `count` of them, both ends included only when they are round. */
export function linearTicks(min: number, max: number, count: number): number[] {
  if (!(max > min) || !Number.isFinite(max - min)) return Number.isFinite(min) ? [min] : [];
  const rough = (max - min) / Math.max(1, count);
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = STEPS.find((s) => s * power >= rough * 0.9999)! * power;
  const out: number[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i <= Math.floor(max / step + 1e-9); i++) out.push(Number((i * step).toPrecision(12)));
  return out;
}

/** Powers of ten in the range, with 2 and 5 between them when the range is short; linear ticks when it is shorter still. */
export function logTicks(min: number, max: number, count: number): number[] {
  if (!(min > 0) || !(max > min)) return [];
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  const take = (mantissas: number[], every: number) => {
    const out: number[] = [];
    for (let e = from; e <= to; e += every) for (const m of mantissas) out.push(Number((m * Math.pow(10, e)).toPrecision(12)));
    return out.filter((v) => v >= min * 0.9999 && v <= max * 1.0001);
  };
  const decades = Math.log10(max / min);
  const fine = decades < count / 2 ? take([1, 2, 5], 1) : take([1], Math.max(1, Math.ceil(decades / count)));
  return fine.length >= 2 ? fine : linearTicks(min, max, count);
}

const SUFFIX: readonly (readonly [number, string])[] = [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']];

/** A number for a table or label: about four figures, large ones with k, M, G, tiny ones as 1.2e-5. */
export function formatNumber(value: number | null | undefined, figures = 4): string {
  if (value === null || value === undefined) return '';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const minus = (text: string) => text.replace(/^-/, '−').replace(/e-/, 'e−').replace(/e\+/, 'e');
  if (Number.isInteger(value) && size < 1e5) return minus(String(value));
  if (size < 1e-4) return minus(trimZeros(value.toExponential(Math.max(0, figures - 2))));
  for (const [unit, suffix] of SUFFIX) if (size >= unit && size >= 1e5) return minus(trimZeros((value / unit).toPrecision(Math.max(figures, 3)))) + suffix;
  if (size >= 1e15) return minus(value.toExponential(2));
  const exponent = Math.floor(Math.log10(Number(size.toPrecision(figures)))); // of what is written: 0.0099999 is 0.01
  const whole = Math.max(1, exponent + 1);
  return minus(value.toFixed(Math.min(8, Math.max(0, size < 1 ? figures - exponent - 1 : figures - whole))));
}

/** A count with its thousands marked, such as 12,345. */
export const formatCount = (count: number): string => count.toLocaleString('en-US');

function trimZeros(text: string): string {
  // Of the mantissa alone: the zero of e-10 says something.
  const [mantissa, exponent] = text.split('e') as [string, string?];
  return (mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa) + (exponent === undefined ? '' : `e${exponent}`);
}

/** Labels for ticks: as many decimals as tell neighbours apart, no more. */
export function tickLabels(ticks: readonly number[], log = false): string[] {
  if (log) {
    const powers = ticks.map((tick) => formatNumber(tick, Math.abs(tick) < 1e3 ? 1 : 4));
    if (new Set(powers).size === powers.length) return powers;
  }
  let gap = Infinity;
  for (let i = 1; i < ticks.length; i++) gap = Math.min(gap, Math.abs(ticks[i]! - ticks[i - 1]!));
  return ticks.map((tick) => {
    const size = Math.abs(tick);
    if (!Number.isFinite(gap)) return formatNumber(tick);
    if (tick === 0) return '0';
    const unit = SUFFIX.find(([u]) => size >= u * 0.9999 && Math.max(...ticks.map(Math.abs)) >= 10 * u) ?? SUFFIX.find(([u]) => size >= u && u > 1e3);
    if (unit) return trimZeros((tick / unit[0]).toFixed(Math.max(0, Math.min(6, -Math.floor(Math.log10(gap / unit[0]) + 1e-9))))).replace(/^-/, '−') + unit[1];
    if (gap < 1e-5) return tick.toExponential(1).replace(/e-/, 'e−').replace(/^-/, '−');
    return trimZeros(tick.toFixed(Math.max(0, Math.min(8, -Math.floor(Math.log10(gap) + 1e-9) + 1)))).replace(/^-/, '−');
  });
}

/** A signed difference: `+0.012`, `−3`, `±0`. */
export function formatDelta(value: number): string {
  if (value === 0) return '±0';
  return value > 0 ? `+${formatNumber(value, 3)}` : formatNumber(value, 3);
}

/** Seconds as `42s`, `3m 20s`, `5h 02m`, `2d 4h`. */
export function formatDuration(seconds: number): string {
  const s = Math.max(0, seconds);
  if (s < 1) return `${Math.round(s * 1000)}ms`;
  if (s < 60) return `${s < 10 ? s.toFixed(1).replace(/\.0$/, '') : Math.round(s)}s`;
  const m = Math.floor(s / 60);
  if (m < 60) return `${m}m ${String(Math.floor(s % 60)).padStart(2, '0')}s`;
  const h = Math.floor(m / 60);
  return h < 48 ? `${h}h ${String(m % 60).padStart(2, '0')}m` : `${Math.floor(h / 24)}d ${h % 24}h`;
}

/** Bytes in binary units: `12 B`, `3.4 KiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  let value = bytes;
  while (Math.abs(value) >= 1024 && at < units.length - 1) [value, at] = [value / 1024, at + 1];
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}

/** How long ago a moment was: `now`, `5m ago`, `3d ago`; a date beyond a month. */
export function formatAgo(time: number, now: number): string {
  const s = (now - time) / 1000;
  if (s < 45) return 'just now';
  if (s < 3600) return `${Math.max(1, Math.round(s / 60))}m ago`;
  if (s < 86_400) return `${Math.round(s / 3600)}h ago`;
  if (s < 30 * 86_400) return `${Math.round(s / 86_400)}d ago`;
  return formatTime(time).slice(0, 10);
}

/** Local date and time, `2026-03-04 15:06:07`. */
export function formatTime(time: number): string {
  const d = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}
