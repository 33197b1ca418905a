import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SeriesAnswer } from '../../src/api/csr1';
import { runPages } from '../../src/api/queries';
import { SeriesStore } from '../../src/api/seriesStore';
import type { SeriesQuery } from '../../src/api/types';

// The page's preferences look at the document as soon as they are loaded.
vi.stubGlobal('document', { documentElement: { dataset: {} } });
const { firstLook, projectAt } = await import('../../src/runs/firstLook');

const NOTHING: SeriesAnswer = { axis: 'step', from: 0, to: 0, buckets: 0, series: [] } as unknown as SeriesAnswer;

function serve(extra: Record<string, unknown> = {}) {
  const answers: Record<string, unknown> = {
    '': { path: 'a/b' },
    '/keys': { keys: [{ key: 'loss', kind: 'metric', runs: 2 }, { key: 'accuracy', kind: 'metric', runs: 2 }, { key: 'note', kind: 'record', runs: 2 }, { key: 'best', kind: 'metric', runs: 2, single: true }] },
    '/landmarks': { landmarks: [{ metric: 'accuracy', kind: 'chance', value: 0.1 }] },
    '/columns': { columns: [] },
    '/views?kind=workspace': { views: [] },
    '/metrics/definitions': { definitions: [] },
    '/runs/query': { runs: [{ id: 7, uid: 'x', values: {} }, { id: 8, uid: 'y', values: {} }], total: 2 },
    ...extra,
  };
  const asked: { path: string; body?: Record<string, unknown> }[] = [];
  vi.stubGlobal('innerWidth', 1440);
  vi.stubGlobal('innerHeight', 900);
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    const path = url.replace('/api/v1/projects/a/b', '');
    asked.push({ path, body: init?.body ? (JSON.parse(String(init.body)) as Record<string, unknown>) : undefined });
    return path in answers ? Response.json(answers[path]) : Response.json({ title: 'Not there', status: 404 }, { status: 404 });
  });
  const queries: SeriesQuery[] = [];
  const store = new SeriesStore(async (query) => {
    queries.push(query);
    return NOTHING;
  });
  return { asked, queries, store, client: new QueryClient({ defaultOptions: { queries: { staleTime: 5000, retry: false } } }) };
}

afterEach(() => vi.unstubAllGlobals());

describe('a first look at a project', () => {
  it('knows the pages that show charts', () => {
    expect(projectAt('/a/b')).toBe('a/b');
    expect(projectAt('/a/b%20c')).toBe('a/b c');
    for (const path of ['/', '/models', '/models/mnist', '/a/b/table', '/trash']) expect(projectAt(path)).toBeUndefined();
  });

  it('asks for the runs as the list does, and for the curves of their charts', async () => {
    const { asked, queries, store, client } = serve();
    await firstLook(client, store, 'a/b', '');
    const columns = ['metrics.accuracy', 'parent'];
    expect(asked.find((one) => one.path === '/runs/query')?.body).toEqual({ columns, limit: 100 });
    expect(client.getQueryData(runPages('a/b', { filter: undefined, sort: undefined, columns, limit: 100 }).queryKey)).toBeDefined();
    expect(queries.map((one) => one.runs)).toEqual([[7, 8]]);
    expect([...queries[0]!.keys!].sort()).toEqual(['accuracy', 'loss']);
  });

  it('follows the address: filter, hidden runs, axis', async () => {
    const { asked, queries, store, client } = serve();
    await firstLook(client, store, 'a/b', '?f=state+%3D+%27finished%27&hide=7&x=time');
    expect(asked.find((one) => one.path === '/runs/query')?.body?.filter).toBe("state = 'finished'");
    expect(queries.map((one) => [one.runs, one.axis])).toEqual([[[8], 'time']]);
  });

  it('stands on the default view of the project', async () => {
    const { queries, store, client } = serve({ '/views?kind=workspace': { views: [{ id: 3, isDefault: true }] }, '/api/v1/views/3': { id: 3, spec: { search: { p: 'loss' } } } });
    await firstLook(client, store, 'a/b', '');
    expect(queries.map((one) => one.keys)).toEqual([['loss']]);
  });

  it('leaves curves to the page where it draws groups or a zoom', async () => {
    const { queries, store, client } = serve();
    await firstLook(client, store, 'a/b', '?g=config.lr');
    await firstLook(client, store, 'a/b', '?zoom=1~5');
    expect(queries).toEqual([]);
  });
});
