import { describe, expect, it } from 'vitest';
import type { ConsolePage } from '../../src/api/types';
import { LogLines } from '../../src/run/logLines';
import { contentHeight, isScaled, LINE, lineAt, MAX_HEIGHT, scrollFor } from '../../src/run/logWindow';

describe('the window on a log', () => {
  it('scrolls pixel by pixel while the browser can be that high', () => {
    const g = { total: 1000, viewport: 360 };
    expect(contentHeight(g)).toBe(18_000);
    expect(isScaled(g)).toBe(false);
    expect(lineAt(90, g)).toBeCloseTo(90 / LINE, 9);
  });

  it('reaches the first and the last line of millions', () => {
    const g = { total: 50_000_000, viewport: 720 };
    expect(contentHeight(g)).toBe(MAX_HEIGHT);
    expect(lineAt(0, g)).toBe(0);
    expect(lineAt(MAX_HEIGHT - 720, g)).toBeCloseTo(50_000_000 - 40, 6);
    for (const line of [0, 1, 12_345_678, 49_999_960]) expect(lineAt(scrollFor(line, g), g)).toBeCloseTo(line, 3);
  });

  it('has nothing to scroll for a short log', () => expect([lineAt(50, { total: 3, viewport: 400 }), scrollFor(2, { total: 3, viewport: 400 })]).toEqual([0, 0]));
});

function log(total: number) {
  const asked: number[] = [];
  const load = async (from: number, limit: number): Promise<ConsolePage> => {
    asked.push(from);
    return { total, from, lines: Array.from({ length: Math.max(0, Math.min(limit, total - from)) }, (_, i) => ({ line: from + i, time: 0, stream: 'stdout', text: `line ${from + i} \x1b[31m${(from + i) % 1000 === 7 ? 'Error' : 'ok'}\x1b[0m` })) };
  };
  let changes = 0;
  const lines = new LogLines(1, () => changes++, load);
  return { lines, asked, changes: () => changes };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('LogLines', () => {
  it('fetches the pieces in view, each once', async () => {
    const { lines, asked, changes } = log(3000);
    expect(lines.window(490, 510, 3000)[0]).toBeUndefined();
    lines.window(490, 510, 3000);
    await settle();
    expect(asked).toEqual([0, 500]);
    expect(changes()).toBe(2);
    expect(lines.window(499, 501, 3000).map((l) => l?.line)).toEqual([499, 500]);
    expect(asked).toHaveLength(2);
  });

  it('fetches the last piece again when the log has grown', async () => {
    const { lines, asked } = log(600);
    lines.window(550, 560, 560);
    await settle();
    lines.window(550, 560, 1000);
    await settle();
    expect(asked).toEqual([500, 500]);
  });

  it('searches every line, ignoring case and escapes', async () => {
    const { lines } = log(12_000);
    let last: number[] = [];
    const shares: number[] = [];
    await lines.search('ERROR', 12_000, new AbortController().signal, (found, done) => {
      last = found;
      shares.push(done);
    });
    expect(last).toEqual(Array.from({ length: 12 }, (_, i) => i * 1000 + 7));
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});
