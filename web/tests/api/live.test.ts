import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveUpdates, throttle } from '../../src/api/live';
import { keys } from '../../src/api/queries';
import { applyRunEvent, mergeRows } from '../../src/api/reducers';
import { SeriesStore } from '../../src/api/seriesStore';
import type { LiveEvent, RunPage, RunRow } from '../../src/api/types';

const row = (id: number, more: Partial<RunRow> = {}): RunRow => ({ id, uid: `u${id}`, name: `run ${id}`, state: 'running', tags: [], createdAt: id, startedAt: id, heartbeatAt: id, values: { 'metrics.a': id }, ...more });
const pages = (...list: RunRow[][]) => ({ pages: list.map((runs): RunPage => ({ runs, total: 5 })), pageParams: list.map(() => undefined) });
const event = (run: number, change: 'updated' | 'deleted' | 'created' = 'updated'): Extract<LiveEvent, { event: 'run' }> =>
  ({ event: 'run', run, project: 'local/p', uid: `u${run}`, state: 'finished', name: 'renamed', change });

describe('applyRunEvent', () => {
  it('changes the one row and leaves the other pages as they are', () => {
    const before = pages([row(1), row(2)], [row(3)]);
    const after = applyRunEvent(before, event(2));
    expect(after.pages[0]!.runs[1]).toMatchObject({ id: 2, state: 'finished', name: 'renamed', values: { 'metrics.a': 2 } });
    expect(after.pages[0]!.runs[0]).toBe(before.pages[0]!.runs[0]);
    expect(after.pages[1]).toBe(before.pages[1]);
  });

  it('takes a deleted run out', () => {
    const after = applyRunEvent(pages([row(1), row(2)]), event(1, 'deleted'));
    expect(after.pages[0]!.runs.map((r) => r.id)).toEqual([2]);
    expect(after.pages[0]!.total).toBe(4);
  });

  it('is the same object for a run that is not loaded', () => {
    const before = pages([row(1)]);
    expect(applyRunEvent(before, event(9))).toBe(before);
  });
});

describe('mergeRows', () => {
  it('puts fresh rows in the old places; none moves, appears or goes', () => {
    const before = pages([row(1), row(2)], [row(3)]);
    const after = mergeRows(before, [row(3, { values: { 'metrics.a': 30 } }), row(9)]);
    expect(after.pages.flatMap((p) => p.runs.map((r) => r.id))).toEqual([1, 2, 3]);
    expect(after.pages[1]!.runs[0]!.values['metrics.a']).toBe(30);
    expect(after.pages[0]).toBe(before.pages[0]);
    expect(mergeRows(before, [])).toBe(before);
  });
});

describe('query keys', () => {
  it('let all run lists of one project be found, and no other project', () => {
    const client = new QueryClient();
    client.setQueryData(keys.runs('a/b', { filter: 'x' }), 1);
    client.setQueryData(keys.runs('a/b', { filter: 'y' }), 2);
    client.setQueryData(keys.runs('a/c', { filter: 'x' }), 3);
    expect(client.getQueriesData({ queryKey: keys.runs('a/b') }).map(([, data]) => data)).toEqual([1, 2]);
  });

  it('let all records of one run be found', () => {
    const client = new QueryClient();
    client.setQueryData(keys.records(1, 'a', 5), 1);
    client.setQueryData(keys.records(1, 'b', null), 2);
    client.setQueryData(keys.records(12, 'a', 5), 3);
    expect(client.getQueriesData({ queryKey: keys.records(1) })).toHaveLength(2);
  });
});

describe('LiveUpdates', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows a change of state in every loaded list at once', () => {
    const client = new QueryClient();
    const key = keys.runs('local/p', { filter: 'x' });
    client.setQueryData(key, pages([row(1), row(2)]));
    new LiveUpdates(client, new SeriesStore(async () => ({ axis: '', from: 0, to: 0, buckets: 1, series: [] })), 'local/p', () => undefined).handle(event(2));
    expect(client.getQueryData<ReturnType<typeof pages>>(key)!.pages[0]!.runs[1]!.state).toBe('finished');
  });

  it('asks for lines of groups again in proportion to what is new, and never forgets the last points', async () => {
    const client = new QueryClient();
    let asked = 0;
    vi.spyOn(client, 'invalidateQueries').mockImplementation(async (filters) => void (asked += filters?.queryKey?.[0] === 'groups' ? 1 : 0));
    const live = new LiveUpdates(client, new SeriesStore(async () => ({ axis: '', from: 0, to: 0, buckets: 1, series: [] })), 'local/p', () => undefined);
    const points = (lastStep: number) => live.handle({ event: 'points', run: 1, project: 'local/p', points: 1, lastStep });
    points(100_000);
    await vi.advanceTimersByTimeAsync(3000);
    const first = asked;
    expect(first).toBeGreaterThan(0);
    for (let i = 1; i <= 6; i++) {
      points(100_000 + i);
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(asked).toBe(first);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toBe(first + 1);
    points(120_000);
    await vi.advanceTimersByTimeAsync(3000);
    expect(asked).toBe(first + 2);
  });

  it('tells console listeners until they leave', () => {
    const live = new LiveUpdates(new QueryClient(), new SeriesStore(), 'local/p', () => undefined);
    const heard: number[] = [];
    const stop = live.onConsole((_, total) => heard.push(total));
    live.handle({ event: 'console', run: 1, project: 'local/p', total: 10 });
    stop();
    live.handle({ event: 'console', run: 1, project: 'local/p', total: 11 });
    expect(heard).toEqual([10]);
  });

  it('throttles, and never loses the last call', () => {
    let calls = 0;
    const call = throttle(() => calls++, 1000);
    call();
    call();
    vi.advanceTimersByTime(1);
    expect(calls).toBe(1);
    call();
    call();
    vi.advanceTimersByTime(500);
    expect(calls).toBe(1);
    vi.advanceTimersByTime(600);
    expect(calls).toBe(2);
  });
});
