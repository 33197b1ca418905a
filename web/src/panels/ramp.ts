import type { Json } from '../api/types';
import { PALETTE } from '../charts/palette';
import { scaleOf, wordOf, type Scale } from './scales';

// Dark blue over green to ochre: grows in lightness, so that it also reads without colour vision.
const STOPS = [[58, 66, 140], [38, 110, 142], [34, 148, 120], [116, 176, 70], [214, 178, 48]] as const;

/** The colour at a fraction of the ramp. */
export function ramp(at: number): string {
  const place = Math.min(1, Math.max(0, at)) * (STOPS.length - 1);
  const i = Math.min(STOPS.length - 2, Math.floor(place));
  const [a, b] = [STOPS[i]!, STOPS[i + 1]!];
  return `rgb(${a.map((v, k) => Math.round(v + (b[k]! - v) * (place - i))).join(' ')})`;
}

export const RAMP_CSS = `linear-gradient(90deg, ${STOPS.map((_, i) => ramp(i / (STOPS.length - 1))).join(', ')})`;

export interface Colouring {
  scale: Scale;
  of: (value: Json | undefined) => string;
}

/** Colours for a column's values: the ramp for numbers, the palette for words. */
export function colouring(column: string, values: readonly (Json | undefined)[], dark: boolean): Colouring {
  const scale = scaleOf(column, values);
  const places = new Map(scale.words.map((word, i) => [word, PALETTE[i % PALETTE.length]![dark ? 1 : 0]]));
  return {
    scale,
    of: (value) => {
      if (scale.kind === 'words') return places.get(wordOf(value) ?? '') ?? 'var(--line-strong)';
      const at = scale.of(value);
      return at === undefined ? 'var(--line-strong)' : ramp(at);
    },
  };
}
