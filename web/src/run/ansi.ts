export interface Span {
  text: string;
  fg?: string;
  bg?: string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  inverse?: boolean;
}

const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
// CSI sequences (colours among them), OSC strings (titles, links), and lone two-byte escapes.
// eslint-disable-next-line no-control-regex
const ESCAPE = /\x1b(?:\[([0-9;:?]*)([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])/g;

function indexed(n: number): string {
  if (n < 16) return `var(--ansi-${n >= 8 ? 'bright-' : ''}${NAMES[n % 8]})`;
  if (n >= 232) return `rgb(${[0, 0, 0].fill((n - 232) * 10 + 8).join(' ')})`;
  const level = (v: number) => (v === 0 ? 0 : v * 40 + 55);
  const c = n - 16;
  return `rgb(${level(Math.floor(c / 36))} ${level(Math.floor(c / 6) % 6)} ${level(c % 6)})`;
}

function extended(codes: number[], at: number): [string | undefined, number] {
  if (codes[at + 1] === 5 && codes[at + 2] !== undefined) return [indexed(codes[at + 2]! & 255), at + 2];
  if (codes[at + 1] === 2 && codes[at + 4] !== undefined) return [`rgb(${codes[at + 2]} ${codes[at + 3]} ${codes[at + 4]})`, at + 4];
  return [undefined, codes.length];
}

function apply(style: Omit<Span, 'text'>, codes: number[]): Omit<Span, 'text'> {
  let next = { ...style };
  for (let i = 0; i < codes.length; i++) {
    const c = codes[i]!;
    if (c === 0) next = {};
    else if (c === 1) next.bold = true;
    else if (c === 2) next.dim = true;
    else if (c === 3) next.italic = true;
    else if (c === 4) next.underline = true;
    else if (c === 7) next.inverse = true;
    else if (c === 22) next.bold = next.dim = undefined;
    else if (c === 23) next.italic = undefined;
    else if (c === 24) next.underline = undefined;
    else if (c === 27) next.inverse = undefined;
    else if (c >= 30 && c <= 37) next.fg = indexed(c - 30);
    else if (c >= 90 && c <= 97) next.fg = indexed(c - 82);
    else if (c >= 40 && c <= 47) next.bg = indexed(c - 40);
    else if (c >= 100 && c <= 107) next.bg = indexed(c - 92);
    else if (c === 38) [next.fg, i] = extended(codes, i);
    else if (c === 48) [next.bg, i] = extended(codes, i);
    else if (c === 39) next.fg = undefined;
    else if (c === 49) next.bg = undefined;
  }
  return next;
}

/** One console line as styled spans. A carriage return starts the line over, as a terminal shows a progress bar. */
export function parseAnsi(line: string): Span[] {
  const shown = line.replace(/\r+$/, '');
  const text = shown.includes('\r') ? shown.slice(shown.lastIndexOf('\r') + 1) : shown;
  const spans: Span[] = [];
  let style: Omit<Span, 'text'> = {};
  let at = 0;
  const push = (part: string) => {
    if (part !== '') spans.push({ text: part, ...style });
  };
  for (const match of text.matchAll(ESCAPE)) {
    push(text.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') style = apply(style, (match[1] || '0').split(/[;:]/).map(Number));
  }
  push(text.slice(at));
  return spans;
}

/** The line without any escape, for searching and copying. */
export const plainText = (line: string): string => parseAnsi(line).map((span) => span.text).join('');
