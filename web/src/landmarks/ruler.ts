import type { Landmark, WireNumber } from '../api/types';

/** A wire number as a number. */
export function toNumber(value: WireNumber | null | undefined): number | undefined {
  if (value === null || value === undefined) return undefined;
  return typeof value === 'number' ? value : Number(value);
}

export interface Mark {
  name: string;
  value: number;
  std?: number;
  source?: string;
  n?: number;
}

/** The landmarks of a metric that have a finite value, ascending. */
export function marksOf(landmarks: readonly Landmark[], metric: string): Mark[] {
  return landmarks
    .filter((l) => l.metric === metric)
    .map((l) => ({
      name: l.name, value: toNumber(l.resolved?.value ?? l.value) ?? Number.NaN, std: toNumber(l.resolved?.std), n: l.resolved?.n, source: l.source ?? undefined,
    }))
    .filter((m) => Number.isFinite(m.value))
    .sort((a, b) => a.value - b.value);
}

/** Which way is better for a metric, where a landmark says so. */
export function directionOf(landmarks: readonly Landmark[], metric: string): 'max' | 'min' | undefined {
  return landmarks.find((l) => l.metric === metric)?.direction;
}

export interface Scale {
  min: number;
  max: number;
  position(value: number): number;
}

/** A scale from 0 to 1 that holds all values with 4 % of air on both sides; one value alone sits in the middle. */
export function rulerScale(values: readonly number[]): Scale {
  const finite = values.filter(Number.isFinite);
  let min = Math.min(...finite);
  let max = Math.max(...finite);
  if (finite.length === 0) [min, max] = [0, 1];
  if (min === max) {
    const half = Math.abs(min) / 2 || 0.5;
    [min, max] = [min - half, max + half];
  } else {
    const air = (max - min) * 0.04;
    [min, max] = [min - air, max + air];
  }
  return { min, max, position: (value) => Math.min(1, Math.max(0, (value - min) / (max - min))) };
}

export interface Placed<T> {
  item: T;
  at: number;
  left: number;
  row: number;
}

const GAP = 0.012;

/**
 * Places labels of given widths (shares of the whole) near their positions, in at most `rows` rows: a label goes to the
 * first row where it need not move further than `reach`, else to the emptiest; within a row labels push each other apart.
 */
export function placeLabels<T>(items: readonly { item: T; at: number; width: number }[], rows: number, reach = 0.06): Placed<T>[] {
  interface Label extends Placed<T> { width: number }
  const lines: Label[][] = Array.from({ length: rows }, () => []);
  const spread = (line: readonly Label[]): Label[] => {
    const out = line.map((l) => ({ ...l, left: Math.min(1 - l.width, Math.max(0, l.at - l.width / 2)) }));
    for (let i = 1; i < out.length; i++) out[i]!.left = Math.max(out[i]!.left, out[i - 1]!.left + out[i - 1]!.width + GAP);
    let end = 1;
    for (let i = out.length - 1; i >= 0; i--) {
      out[i]!.left = Math.max(0, Math.min(out[i]!.left, end - out[i]!.width));
      end = out[i]!.left - GAP;
    }
    return out;
  };
  const filled = (line: readonly Label[]) => line.reduce((sum, l) => sum + l.width + GAP, 0);
  for (const { item, at, width } of [...items].sort((a, b) => a.at - b.at)) {
    const label: Label = { item, at, left: 0, row: 0, width };
    const fits = (line: readonly Label[]) => {
      if (filled(line) + width > 1) return false;
      const before = spread(line);
      return spread([...line, label]).every((l, i) => Math.abs(l.left - (before[i]?.left ?? Math.min(1 - width, Math.max(0, at - width / 2)))) <= reach);
    };
    let row = lines.findIndex(fits);
    if (row < 0) row = lines.reduce((best, line, i) => (filled(line) < filled(lines[best]!) ? i : best), 0);
    lines[row]!.push({ ...label, row });
  }
  return lines.flatMap(spread).sort((a, b) => a.at - b.at);
}

/**
 * Where a value stands among landmarks, in words: `past kNN, short of best`. Those in `unclear`, whose verdict says that
 * the difference may be chance, are passed by nobody: `past kNN, can't tell from human`.
 */
export function standing(value: number, marks: readonly Mark[], direction: 'max' | 'min', unclear?: ReadonlySet<string>): string {
  const better = (a: number, b: number) => (direction === 'max' ? a > b : a < b);
  const open = marks.filter((m) => unclear?.has(m.name)).map((m) => m.name);
  const sure = marks.filter((m) => !open.includes(m.name));
  const ordered = direction === 'max' ? sure : [...sure].reverse();
  const passed = ordered.filter((m) => better(value, m.value)).at(-1);
  const next = ordered.find((m) => !better(value, m.value));
  const words = [];
  if (passed) words.push(next || open.length > 0 ? `past ${passed.name}` : `past every landmark, ${passed.name} last`);
  if (open.length > 0) words.push(`can't tell from ${open.join(' and ')}`);
  if (next) words.push(`${next.value === value ? 'level with' : 'short of'} ${next.name}`);
  return words.join(', ');
}
