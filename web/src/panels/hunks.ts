/** A line of a difference. */
export interface DiffLine {
  kind: 'same' | 'gone' | 'new';
  text: string;
  /** Line numbers from 1 on either side. */
  left?: number;
  right?: number;
}

export type Part = { value: string; added?: boolean; removed?: boolean };

/** Parts of a difference as lines, in stretches: of what is the same only `around` lines before and after each change. */
export function hunks(parts: readonly Part[], around = 3): DiffLine[][] {
  const lines: DiffLine[] = [];
  let [left, right] = [1, 1];
  for (const part of parts) {
    const texts = part.value.split('\n');
    if (texts.at(-1) === '') texts.pop();
    for (const text of texts) {
      if (part.added) lines.push({ kind: 'new', text, right: right++ });
      else if (part.removed) lines.push({ kind: 'gone', text, left: left++ });
      else lines.push({ kind: 'same', text, left: left++, right: right++ });
    }
  }
  const near = new Uint8Array(lines.length);
  lines.forEach((line, i) => {
    if (line.kind !== 'same') near.fill(1, Math.max(0, i - around), Math.min(lines.length, i + around + 1));
  });
  const out: DiffLine[][] = [];
  lines.forEach((line, i) => {
    if (!near[i]) return;
    if (i === 0 || !near[i - 1]) out.push([]);
    out.at(-1)!.push(line);
  });
  return out;
}
