import { appendSeries, decodeCsr1, type Series, type SeriesAnswer } from './csr1';
import { send } from './http';
import type { SeriesQuery } from './types';

/** What a chart wants of every (run, key): the axis, the range (none: all of it), and how finely cut. */
export interface Window {
  axis: string;
  from?: number;
  to?: number;
  buckets: number;
  scale?: 'log';
}

/** A key that begins so is a formula over series, worked out by the server. */
export const FORMULA = '=';
export const isFormula = (key: string): boolean => key.startsWith(FORMULA);

/** The question's keys and formulas, told apart. */
export function splitKeys(keys: readonly string[]): Pick<SeriesQuery, 'keys' | 'expressions'> {
  const expressions = keys.filter(isFormula).map((key) => key.slice(FORMULA.length));
  return { keys: keys.filter((key) => !isFormula(key)), ...(expressions.length > 0 ? { expressions } : {}) };
}

/** Gives what an answer says of formulas their keys back; `keys` as asked, runs first. */
export function nameSeries(series: readonly Series[], keys: readonly string[]): Series[] {
  const order = [...keys.filter((key) => !isFormula(key)), ...keys.filter(isFormula)];
  return series.map((one, i) => ({ ...one, key: order[i % order.length]! }));
}

type Fetch = (query: SeriesQuery) => Promise<SeriesAnswer>;
interface Entry {
  series?: Series;
  fetching: boolean;
  stale: boolean;
  error?: unknown;
  watchers: number;
}

export const fetchSeries: Fetch = async (query) => {
  const response = await send('/series/query', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...query, format: 'compact' }) });
  return decodeCsr1(await response.arrayBuffer());
};

const windowId = (w: Window) => `${w.axis}|${w.from ?? ''}|${w.to ?? ''}|${w.buckets}|${w.scale ?? ''}`;
const entryId = (run: number, key: string) => `${run}|${key}`;
const SERIES_A_REQUEST = 400; // few enough that the first charts of a page do not wait for its last
const KEYS_A_REQUEST = 12;
const RUNS_A_REQUEST = 500;
const KEPT_UNWATCHED = 3000;
const MANY_RUNS = 50;
const TAIL_BUCKETS = 60;
const LATE_EVERY = 10_000; // milliseconds in which points within a drawn range of another metric's axis may be missing
const GROWTH = 1.6; // appended tails are cut anew once a series holds this many times the buckets asked for

/** The next larger number there is, so that a range begins behind `x` on whatever axis. */
export function nextAfter(x: number): number {
  if (x === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(1);
  const value = new Float64Array(bits.buffer);
  value[0] = x;
  bits[0] = bits[0]! + (x > 0 ? 1n : -1n);
  return value[0];
}

/**
 * Holds the series that charts on the page watch. Requests of one moment are joined into few; when a run
 * reports new points only the part after the last known x is fetched and appended.
 */
export class SeriesStore {
  private readonly windows = new Map<string, { window: Window; entries: Map<string, Entry> }>();
  private readonly listeners = new Set<() => void>();
  private readonly fetch: Fetch;
  private scheduled = false;
  private telling = false;
  private readonly grown = new Map<number, ReturnType<typeof setTimeout>>();
  private readonly late = new Map<Entry, ReturnType<typeof setTimeout>>();
  private readonly serials = new WeakMap<Series, number>();
  private lastSerial = 0;

  constructor(fetch: Fetch = fetchSeries) {
    this.fetch = fetch;
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  read(window: Window, run: number, key: string): Series | undefined {
    return this.windows.get(windowId(window))?.entries.get(entryId(run, key))?.series;
  }

  /** A text that changes when, and only when, what is held for these runs does; `?` in it: something is still awaited. */
  signature(window: Window, runs: readonly number[], key: string): string {
    const held = this.windows.get(windowId(window))?.entries;
    return runs.map((run) => {
      const entry = held?.get(entryId(run, key));
      return entry?.series ? this.serialOf(entry.series) : entry?.error ? '!' : '?';
    }).join();
  }

  error(window: Window, runs: readonly number[], key: string): unknown {
    const held = this.windows.get(windowId(window))?.entries;
    for (const run of runs) {
      const error = held?.get(entryId(run, key))?.error;
      if (error) return error;
    }
    return undefined;
  }

  /** Starts holding `key` of the runs; the answer ends it. */
  watch(window: Window, runs: readonly number[], key: string): () => void {
    const id = windowId(window);
    let held = this.windows.get(id);
    if (!held) this.windows.set(id, (held = { window, entries: new Map() }));
    const { entries } = held;
    for (const run of runs) {
      const entry = entries.get(entryId(run, key));
      if (entry) {
        entry.watchers++;
        if (entry.error) entry.stale = true;
      } else entries.set(entryId(run, key), { fetching: false, stale: true, watchers: 1 });
    }
    this.schedule();
    return () => {
      for (const run of runs) {
        const entry = entries.get(entryId(run, key));
        if (entry) entry.watchers--;
      }
      this.trim();
    };
  }

  /** Asks now for what is watched, rather than a moment later together with what may be watched by then. */
  ask(): void {
    this.flush();
  }

  /** A run has new points: watched series grow at their end, within a second. */
  grow(run: number): void {
    if (this.grown.has(run)) return;
    this.grown.set(run, setTimeout(() => {
      this.grown.delete(run);
      void this.appendTails(run);
    }, 800));
  }

  /** Everything is fetched anew (what is drawn stays until the answer is here). */
  refresh(run?: number): void {
    for (const { entries } of this.windows.values())
      for (const [id, entry] of entries) if (run === undefined || id.startsWith(`${run}|`)) entry.stale = true;
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setTimeout(() => {
      this.scheduled = false;
      this.flush();
    }, 8);
  }

  private flush(): void {
    for (const { window, entries } of this.windows.values()) {
      const wanted = new Map<string, Set<number>>();
      for (const [id, entry] of entries) {
        if (!entry.stale || entry.fetching || entry.watchers <= 0) continue;
        const bar = id.indexOf('|');
        const key = id.slice(bar + 1);
        const runs = wanted.get(key) ?? new Set();
        runs.add(Number(id.slice(0, bar)));
        wanted.set(key, runs);
      }
      // Keys wanted of the same runs travel together.
      const bundles = new Map<string, { runs: number[]; keys: string[] }>();
      for (const [key, set] of wanted) {
        const all = [...set].sort((a, b) => a - b);
        for (let i = 0; i < all.length; i += RUNS_A_REQUEST) {
          const runs = all.slice(i, i + RUNS_A_REQUEST);
          const id = runs.join();
          const bundle = bundles.get(id) ?? { runs, keys: [] };
          bundle.keys.push(key);
          bundles.set(id, bundle);
        }
      }
      for (const { runs, keys } of bundles.values()) {
        const most = Math.max(1, Math.min(KEYS_A_REQUEST, Math.floor(SERIES_A_REQUEST / runs.length)));
        // Of many runs the first chart is drawn while the others are on their way.
        let take = runs.length >= MANY_RUNS ? 1 : most;
        for (let i = 0; i < keys.length; i += take, take = i > 0 ? most : take) void this.load(window, entries, runs, keys.slice(i, i + take));
      }
    }
  }

  private async load(window: Window, entries: Map<string, Entry>, runs: number[], keys: string[]): Promise<void> {
    const concerned = runs.flatMap((run) => keys.map((key) => entries.get(entryId(run, key)))).filter((e): e is Entry => e !== undefined);
    for (const entry of concerned) [entry.fetching, entry.stale] = [true, false];
    try {
      const answer = await this.fetch({ runs, ...splitKeys(keys), ...window });
      for (const series of nameSeries(answer.series, keys)) {
        const entry = entries.get(entryId(series.run, series.key));
        if (entry) [entry.series, entry.error] = [series, undefined];
      }
    } catch (error) {
      for (const entry of concerned) entry.error = error;
    }
    for (const entry of concerned) entry.fetching = false;
    this.changed();
    if (concerned.some((entry) => entry.stale && entry.watchers > 0)) this.schedule();
  }

  private async appendTails(run: number): Promise<void> {
    const loads: Promise<void>[] = [];
    for (const { window, entries } of this.windows.values()) {
      const ends = new Map<number, string[]>(); // keys by where they end: those logged together are asked for together
      for (const [id, entry] of entries) {
        if (!id.startsWith(`${run}|`)) continue;
        const series = entry.series;
        if (!series || entry.watchers <= 0 || entry.fetching) {
          entry.stale = true;
          continue;
        }
        if (window.to !== undefined || series.n === 0 || series.n > window.buckets * GROWTH) entry.stale = true;
        else {
          const end = series.x[series.n - 1]!;
          ends.set(end, [...(ends.get(end) ?? []), id.slice(id.indexOf('|') + 1)]);
        }
      }
      for (const [from, keys] of ends) loads.push(this.loadTail(window, entries, run, keys, from));
    }
    await Promise.all(loads);
    this.schedule();
  }

  private async loadTail(window: Window, entries: Map<string, Entry>, run: number, keys: string[], from: number): Promise<void> {
    try {
      const answer = await this.fetch({ runs: [run], ...splitKeys(keys), axis: window.axis, from: nextAfter(from), buckets: TAIL_BUCKETS });
      for (const tail of nameSeries(answer.series, keys)) {
        const entry = entries.get(entryId(run, tail.key));
        if (!entry?.series) continue;
        const grown = appendSeries(entry.series, tail);
        // Points that came before the end, as those of a resumed run or of another metric's axis do, are not in the tail.
        const within = grown.count !== tail.count && !isFormula(tail.key);
        if (within && !window.axis.startsWith('metric:')) entry.stale = true;
        else entry.series = within ? { ...grown, count: tail.count } : grown;
        // There they come all the time: the end is shown at once, what lies within now and then.
        if (within && window.axis.startsWith('metric:')) this.fetchLater(entry);
      }
      this.changed();
    } catch {
      this.refresh(run); // the next answer brings the whole again
    }
  }

  private fetchLater(entry: Entry): void {
    if (this.late.has(entry)) return;
    this.late.set(entry, setTimeout(() => {
      this.late.delete(entry);
      entry.stale = true;
      this.schedule();
    }, LATE_EVERY));
  }

  private serialOf(series: Series): number {
    let serial = this.serials.get(series);
    if (serial === undefined) this.serials.set(series, (serial = ++this.lastSerial));
    return serial;
  }

  private trim(): void {
    let unwatched = 0;
    for (const { entries } of this.windows.values()) for (const entry of entries.values()) if (entry.watchers <= 0) unwatched++;
    if (unwatched <= KEPT_UNWATCHED) return;
    for (const [id, { entries }] of this.windows) {
      for (const [key, entry] of entries) if (entry.watchers <= 0) entries.delete(key);
      if (entries.size === 0) this.windows.delete(id);
    }
  }

  // Answers that arrive together are told of together: each telling has every chart look whether it has to be drawn.
  private changed(): void {
    if (this.telling) return;
    this.telling = true;
    setTimeout(() => {
      this.telling = false;
      this.tell([...this.listeners]);
    }, 4);
  }

  // One chart a task, so that the page shows the first while it still draws the others, and answers to the pointer.
  private tell(listeners: readonly (() => void)[], from = 0): void {
    for (let i = from; i < listeners.length; i++) {
      if (!this.listeners.has(listeners[i]!)) continue;
      listeners[i]!();
      if (i + 1 < listeners.length) setTimeout(() => this.tell(listeners, i + 1));
      return;
    }
  }
}
