import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Series } from '../../src/api/csr1';
import { nextAfter, SeriesStore } from '../../src/api/seriesStore';
import type { SeriesQuery } from '../../src/api/types';

/** A server whose runs have the points 0 … upTo. */
function server() {
  const asked: SeriesQuery[] = [];
  const upTo = new Map<number, number>();
  const fetch = async (query: SeriesQuery) => {
    asked.push(query);
    return {
      axis: query.axis ?? 'step', from: 0, to: 0, buckets: query.buckets ?? 1000,
      series: query.runs.flatMap((run) => query.keys.map((key): Series => {
        const count = (upTo.get(run) ?? 2) + 1;
        const x = Array.from({ length: count }, (_, i) => i).filter((i) => i >= Number(query.from ?? 0));
        return { run, key, count, n: x.length, x: Float64Array.from(x), last: Float64Array.from(x, (i) => -i) };
      })),
    };
  };
  return { asked, upTo, store: new SeriesStore(fetch) };
}

const whole = { axis: 'step', buckets: 300 };

describe('SeriesStore', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('joins what charts of one moment want into one request', async () => {
    const { store, asked } = server();
    const zoomed = { ...whole, from: 0, to: 9 };
    store.watch(zoomed, [1, 2], 'loss');
    store.watch(zoomed, [2, 1], 'acc');
    await vi.advanceTimersByTimeAsync(20);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ runs: [1, 2], keys: ['loss', 'acc'], buckets: 300 });
    expect(store.read(zoomed, 2, 'acc')?.n).toBe(3);
  });

  it('asks for keys of many runs a few at a time, so that the first charts need not wait for the last', async () => {
    const { store, asked } = server();
    const runs = Array.from({ length: 100 }, (_, i) => i + 1);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) store.watch(whole, runs, key);
    await vi.advanceTimersByTimeAsync(20);
    expect(asked.map((q) => q.keys)).toEqual([['a'], ['b', 'c', 'd', 'e'], ['f']]);
  });

  it('asks for new points only, and appends them', async () => {
    const { store, asked, upTo } = server();
    store.watch(whole, [1, 2], 'loss');
    await vi.advanceTimersByTimeAsync(20);
    const other = store.read(whole, 2, 'loss');
    upTo.set(1, 4);
    store.grow(1);
    store.grow(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatchObject({ runs: [1], keys: ['loss'], from: nextAfter(2) });
    expect([...store.read(whole, 1, 'loss')!.x]).toEqual([0, 1, 2, 3, 4]);
    expect(store.read(whole, 2, 'loss')).toBe(other);
  });

  it('appends on the axis of another metric, too', async () => {
    const { store, asked, upTo } = server();
    const epochs = { axis: 'metric:epoch', buckets: 300 };
    store.watch(epochs, [1], 'loss');
    await vi.advanceTimersByTimeAsync(20);
    upTo.set(1, 3);
    store.grow(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked[1]).toMatchObject({ axis: 'metric:epoch', from: nextAfter(2) });
    expect([...store.read(epochs, 1, 'loss')!.x]).toEqual([0, 1, 2, 3]);
  });

  it('asks for the whole when points came that the tail does not have', async () => {
    const held = [0, 5, 10];
    const asked: SeriesQuery[] = [];
    const store = new SeriesStore(async (query) => {
      asked.push(query);
      const x = held.filter((one) => one >= Number(query.from ?? 0)).sort((a, b) => a - b);
      return { axis: 'step', from: 0, to: 10, buckets: 300, series: [{ run: 1, key: 'loss', count: held.length, n: x.length, x: Float64Array.from(x), last: Float64Array.from(x) }] };
    });
    store.watch(whole, [1], 'loss');
    await vi.advanceTimersByTimeAsync(20);
    held.push(7, 12);
    store.grow(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.map((query) => query.from)).toEqual([undefined, nextAfter(10), undefined]);
    expect([...store.read(whole, 1, 'loss')!.x]).toEqual([0, 5, 7, 10, 12]);
  });

  it('appends the end of another metric\'s axis and asks for what lies within later, once', async () => {
    const { store, asked, upTo } = server();
    const by = { axis: 'metric:epoch', buckets: 300 };
    store.watch(by, [1], 'loss');
    await vi.advanceTimersByTimeAsync(20);
    const fetch = (store as unknown as { fetch: (query: SeriesQuery) => Promise<{ series: Series[] }> }).fetch;
    // More points than the tail shows: some lie within what is drawn, or have no x at all.
    (store as unknown as { fetch: typeof fetch }).fetch = async (query) => {
      const answer = await fetch(query);
      return { ...answer, series: answer.series.map((one) => ({ ...one, count: one.count + 5 })) };
    };
    for (const end of [3, 4, 5]) {
      upTo.set(1, end);
      store.grow(1);
      await vi.advanceTimersByTimeAsync(1000);
      expect(store.read(by, 1, 'loss')!.x.at(-1)).toBe(end);
    }
    expect(asked.slice(1).every((query) => query.from !== undefined)).toBe(true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked.filter((query) => query.from === undefined)).toHaveLength(2);
  });

  it('knows the next number after any', () => {
    expect(nextAfter(2)).toBe(2 + 2 ** -51);
    expect(nextAfter(-1)).toBe(-1 + 2 ** -53);
    expect(nextAfter(0)).toBeGreaterThan(0);
  });

  it('cuts a series anew that has grown far beyond its buckets', async () => {
    const { store, asked, upTo } = server();
    upTo.set(1, 20);
    const coarse = { axis: 'step', buckets: 10 };
    store.watch(coarse, [1], 'loss');
    await vi.advanceTimersByTimeAsync(20);
    store.grow(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked[1]).toEqual({ runs: [1], keys: ['loss'], axis: 'step', buckets: 10 });
  });

  it('leaves alone what no chart watches', async () => {
    const { store, asked } = server();
    const stop = store.watch(whole, [1], 'loss');
    await vi.advanceTimersByTimeAsync(20);
    stop();
    store.grow(1);
    store.refresh();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(1);
    store.watch(whole, [1], 'loss'); // looked at again: now it is fetched, while the old points are still there
    expect(store.read(whole, 1, 'loss')?.n).toBe(3);
    await vi.advanceTimersByTimeAsync(20);
    expect(asked).toHaveLength(2);
  });

  it('has a signature that changes only with what is held', async () => {
    const { store, upTo } = server();
    store.watch(whole, [1, 2], 'loss');
    expect(store.signature(whole, [1, 2], 'loss')).toBe('?,?');
    await vi.advanceTimersByTimeAsync(20);
    const before = store.signature(whole, [1, 2], 'loss');
    expect(store.signature(whole, [1, 2], 'loss')).toBe(before);
    store.grow(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.signature(whole, [1, 2], 'loss')).toBe(before); // nothing new had come
    upTo.set(1, 3);
    store.grow(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(store.signature(whole, [1, 2], 'loss')).not.toBe(before);
  });

  it('keeps a refusal for the charts concerned and tries again when they come back', async () => {
    const { store: _, ...rest } = server();
    let fail = true;
    const store = new SeriesStore(async (query) => {
      rest.asked.push(query);
      if (fail) throw new Error('no');
      return { axis: 'step', from: 0, to: 0, buckets: 1, series: [] };
    });
    const stop = store.watch(whole, [1], 'loss');
    await vi.advanceTimersByTimeAsync(20);
    expect(store.error(whole, [1], 'loss')).toEqual(new Error('no'));
    stop();
    fail = false;
    store.watch(whole, [1], 'loss');
    await vi.advanceTimersByTimeAsync(20);
    expect(rest.asked).toHaveLength(2);
  });
});
