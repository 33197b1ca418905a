import type { Mark } from './ruler';
import { standing } from './ruler';

const STONES = [
  { y: 12.6, w: 12, h: 3.1 }, { y: 9.5, w: 9.4, h: 2.8 }, { y: 6.7, w: 7, h: 2.5 }, { y: 4.2, w: 5, h: 2.1 }, { y: 2.1, w: 3.2, h: 1.7 },
];

/** How high a value has climbed: one stone for each landmark it is surely past, the topmost in the blaze colour when it is past all. */
export function CairnGlyph({ value, marks, direction, unclear }: { value: number; marks: readonly Mark[]; direction: 'max' | 'min'; unclear?: ReadonlySet<string> }) {
  const passed = marks.filter((m) => !unclear?.has(m.name) && (direction === 'max' ? value > m.value : value < m.value)).length;
  // More than five landmarks share the five stones.
  const stones = Math.min(5, marks.length);
  const full = passed === marks.length ? stones : Math.floor((passed / marks.length) * stones);
  const words = standing(value, marks, direction, unclear);
  return (
    <svg width="13" height="15" viewBox="0 0 14 15.5" role="img" aria-label={words}>
      <title>{words}</title>
      {STONES.slice(0, stones).map((stone, i) => (
        <rect
          key={stone.y} x={7 - stone.w / 2} y={stone.y - stone.h / 2 + 0.9} width={stone.w} height={stone.h} rx={stone.h / 2}
          fill={i >= full ? 'var(--line-strong)' : passed === marks.length && i === stones - 1 ? 'var(--blaze)' : 'var(--landmark)'} opacity={i >= full ? 0.55 : 1}
        />
      ))}
    </svg>
  );
}
