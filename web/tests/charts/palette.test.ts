import { describe, expect, it } from 'vitest';
import { colourIndex, colourOf, PALETTE, strokes } from '../../src/charts/palette';

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
const contrast = (a: string, b: string) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
};

describe('colours of runs', () => {
  it('are a function of the uid, the same today as ever', () => {
    expect(['', 'a', 'run-1', 'run-2', '3f9c2d1e8a7b'].map(colourIndex)).toMatchInlineSnapshot(`
      [
        8,
        0,
        14,
        9,
        11,
      ]
    `);
    expect(colourOf('run-1', false)).toBe(PALETTE[colourIndex('run-1')]![0]);
    expect(colourOf('run-1', true)).toBe(PALETTE[colourIndex('run-1')]![1]);
  });

  it('spread evenly over the palette, also for names that differ in one digit', () => {
    const counts = new Array<number>(PALETTE.length).fill(0);
    for (let i = 0; i < 4000; i++) counts[colourIndex(`seed-${i}`)]!++;
    expect(Math.min(...counts)).toBeGreaterThan(140);
    expect(Math.max(...counts)).toBeLessThan(260);
  });

  it('stand out from the panel they are drawn on by 3 : 1', () => {
    for (const [light, dark] of PALETTE) {
      expect(contrast(light, '#fffefb'), light).toBeGreaterThan(3);
      expect(contrast(dark, '#1a1c19'), dark).toBeGreaterThan(3);
    }
  });
});

describe('strokes', () => {
  const same = (n: number) => {
    const out: { id: number; uid: string }[] = [];
    for (let i = 0; out.length < n; i++) if (colourIndex(`x${i}`) === 0) out.push({ id: i, uid: `x${i}` });
    return out;
  };

  it('tell runs of one colour apart, the oldest solid', () => {
    const [a, b, c] = same(3) as [{ id: number; uid: string }, { id: number; uid: string }, { id: number; uid: string }];
    const map = strokes([c, a, b]);
    expect(map.get(a.id)).toEqual([]);
    expect(map.get(b.id)).not.toEqual(map.get(a.id));
    expect(map.get(c.id)).not.toEqual(map.get(b.id));
  });

  it('do not change for old runs when a new one comes', () => {
    const runs = same(3);
    const before = strokes(runs.slice(0, 2));
    const after = strokes(runs);
    for (const [id, dash] of before) expect(after.get(id)).toEqual(dash);
  });
});
