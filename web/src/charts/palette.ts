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
