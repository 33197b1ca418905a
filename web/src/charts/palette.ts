/** Run colours, `[light theme, dark theme]`: told apart with common colour blindness by hue and lightness both. */
export const PALETTE: readonly (readonly [string, string])[] = [
  ['#1f6fb5', '#66aeea'], ['#c8500f', '#f08b4f'], ['#00836a', '#3fc0a0'], ['#a3348f', '#dd86cc'], ['#7a6a00', '#c9b83f'],
  ['#3b3fa8', '#8f95f0'], ['#b3243f', '#f27d8c'], ['#0d7f98', '#4cc3dc'], ['#6b4423', '#c99a72'], ['#5b8a12', '#a2cd58'],
  ['#7b3fb5', '#b891ee'], ['#d1477d', '#f39cc0'], ['#2d5a3d', '#7fb893'], ['#4a6fa5', '#a4c0e8'], ['#8f2a1f', '#e0705f'],
  ['#008fd0', '#2fb8ff'], ['#9a7500', '#e6c15a'], ['#5d2a5e', '#b07fb2'], ['#1a9a4b', '#55d685'], ['#5f6672', '#b4bcc8'],
];

/** FNV-1a over the UTF-16 units, finished so that near names land far apart. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 13), 0x297a2d39);
  return (h ^ (h >>> 16)) >>> 0;
}

export const colourIndex = (uid: string): number => hash(uid) % PALETTE.length;

/** The colour of a run: a function of its uid alone. */
export const colourOf = (uid: string, dark: boolean): string => PALETTE[colourIndex(uid)]![dark ? 1 : 0];

export const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2.5], [9, 3, 2, 3]];

// Colours that are easily taken for each other, as numbers of their family.
const FAMILY = [0, 1, 2, 3, 4, 0, 5, 2, 1, 6, 3, 5, 6, 0, 5, 0, 4, 3, 6, 7];

/** Strokes that tell runs of one colour, or of one like it, apart: the oldest run keeps the solid line, later ones get dashes. */
export function strokes(runs: readonly { id: number; uid: string }[]): Map<number, readonly number[]> {
  const seen = new Map<number, number>();
  const out = new Map<number, readonly number[]>();
  for (const run of [...runs].sort((a, b) => a.id - b.id)) {
    const colour = FAMILY[colourIndex(run.uid)]!;
    const nth = seen.get(colour) ?? 0;
    seen.set(colour, nth + 1);
    out.set(run.id, DASHES[nth % DASHES.length]!);
  }
  return out;
}

// Low to high, told apart in grey as well; each end stands out from the panel of its theme.
const RAMPS: readonly [readonly string[], readonly string[]] = [
  ['#2c1e5c', '#2f5597', '#1f8a8c', '#4aa64e', '#b8a200'],
  ['#6b5fd0', '#4f9be0', '#38c0b0', '#8bd450', '#f5e04a'],
];

const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16);

/** A colour of the ramp for a share of it, 0 to 1. */
export function rampColour(share: number, dark: boolean): string {
  const ramp = RAMPS[dark ? 1 : 0];
  const at = Math.min(1, Math.max(0, share)) * (ramp.length - 1);
  const [low, high] = [ramp[Math.floor(at)]!, ramp[Math.min(ramp.length - 1, Math.floor(at) + 1)]!];
  const part = at - Math.floor(at);
  return `#${[1, 3, 5].map((i) => Math.round(channel(low, i) + (channel(high, i) - channel(low, i)) * part).toString(16).padStart(2, '0')).join('')}`;
}

interface Coloured {
  id: number;
  uid: string;
  values?: Record<string, unknown>;
  [attribute: string]: unknown;
}

const FEW_NUMBERS = 3;

/**
 * The colours of runs: each its own, or by the value of a column: numbers along a ramp (by rank where they span decades),
 * other values each their own. Runs without the value are grey.
 */
export function runColours(rows: readonly object[], column: string | null, dark: boolean): Map<number, string> {
  const all = rows as readonly Coloured[];
  if (column === null) return new Map(all.map((row) => [row.id, colourOf(row.uid, dark)]));
  const valueOf = (row: Coloured): unknown => row.values?.[column] ?? (column.includes('.') ? undefined : row[column]);
  const numbers = [...new Set(all.map(valueOf).filter((value): value is number => typeof value === 'number' && Number.isFinite(value)))].sort((a, b) => a - b);
  const ramp = numbers.length >= FEW_NUMBERS && all.every((row) => { const value = valueOf(row); return value === undefined || value === null || typeof value === 'number'; });
  const [low, high] = [numbers[0] ?? 0, numbers.at(-1) ?? 0];
  const logs = low > 0 && high / low > 50;
  const share = (value: number) => (logs ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low || 1));
  return new Map(all.map((row) => {
    const value = valueOf(row);
    if (value === undefined || value === null) return [row.id, dark ? '#7d8278' : '#8f9489'];
    return [row.id, ramp && typeof value === 'number' ? rampColour(share(value), dark) : colourOf(`${column} ${JSON.stringify(value)}`, dark)];
  }));
}
