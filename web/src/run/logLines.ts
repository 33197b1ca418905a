import { consoleRange } from '../api/queries';
import type { ConsoleLine, ConsolePage } from '../api/types';
import { plainText } from './ansi';

const CHUNK = 500;
const KEPT = 60;
const SCAN = 5000;
export const MOST_MATCHES = 10_000;

type Load = (from: number, limit: number, signal?: AbortSignal) => Promise<ConsolePage>;

/** The lines of one console, fetched in pieces as they are looked at; the pieces least lately looked at are dropped. */
export class LogLines {
  private readonly chunks = new Map<number, ConsoleLine[]>();
  private readonly loading = new Set<number>();
  private readonly load: Load;
  private readonly changed: () => void;

  constructor(run: number, changed: () => void, load: Load = (from, limit, signal) => consoleRange(run, from, limit, signal)) {
    this.load = load;
    this.changed = changed;
  }

  /** The lines from `from` to before `to`; undefined where they are not here yet (they are then being fetched). */
  window(from: number, to: number, total: number): (ConsoleLine | undefined)[] {
    for (let chunk = Math.floor(from / CHUNK); chunk <= Math.floor(Math.max(from, to - 1) / CHUNK); chunk++) this.want(chunk, total);
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => this.chunks.get(Math.floor((from + i) / CHUNK))?.[(from + i) % CHUNK]);
  }

  private want(chunk: number, total: number): void {
    const held = this.chunks.get(chunk);
    if (held) {
      this.chunks.delete(chunk); // to the end of the map: looked at last
      this.chunks.set(chunk, held);
    }
    const expected = Math.min(CHUNK, total - chunk * CHUNK);
    if ((held && held.length >= expected) || expected <= 0 || this.loading.has(chunk)) return;
    this.loading.add(chunk);
    void this.fetch(chunk).finally(() => this.loading.delete(chunk));
  }

  private async fetch(chunk: number): Promise<void> {
    try {
      const page = await this.load(chunk * CHUNK, CHUNK);
      const lines: ConsoleLine[] = [];
      for (const line of page.lines) lines[line.line - chunk * CHUNK] = line;
      this.chunks.set(chunk, lines);
      for (const old of this.chunks.keys()) {
        if (this.chunks.size <= KEPT) break;
        this.chunks.delete(old);
      }
      this.changed();
    } catch {
      setTimeout(() => this.changed(), 2000); // asked again when it is next looked at
    }
  }

  /** Goes through the whole console for `text`; tells of matches as they are found. Stops at 10,000. */
  async search(text: string, total: number, signal: AbortSignal, found: (lines: number[], done: number) => void): Promise<void> {
    const needle = text.toLowerCase();
    const matches: number[] = [];
    for (let from = 0; from < total && matches.length < MOST_MATCHES; ) {
      const page = await this.load(from, SCAN, signal);
      if (page.lines.length === 0) break;
      for (const line of page.lines) if (plainText(line.text).toLowerCase().includes(needle)) matches.push(line.line);
      from = page.lines.at(-1)!.line + 1;
      found([...matches], Math.min(1, from / total));
    }
    found(matches, 1);
  }
}
