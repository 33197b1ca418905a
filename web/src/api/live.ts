import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { Growth } from './growth';
import { keys, queryRuns } from './queries';
import { applyRunEvent, applyToRun, mergeRows } from './reducers';
import type { SeriesStore } from './seriesStore';
import type { LiveEvent, Run, RunPage, RunQuery } from './types';

export type LiveStatus = 'connecting' | 'live' | 'lost';
type Pages = InfiniteData<RunPage, string | undefined>;

const ROWS_EVERY = 2000;
const LISTS_EVERY = 1500;
const UNSEEN_EVERY = 10_000; // lines over many runs whose growth is less than what a chart can show

/** Runs `action` at most once in `ms`, the last call never lost. */
export function throttle(action: () => void, ms: number): { (): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  const call = () => {
    if (timer !== undefined) return;
    const wait = Math.max(0, last + ms - Date.now());
    timer = setTimeout(() => {
      timer = undefined;
      last = Date.now();
      action();
    }, wait);
  };
  return Object.assign(call, { cancel: () => clearTimeout(timer) });
}

/** Keeps the caches of one project (or of all, on the home page) in step with the server's events. */
export class LiveUpdates {
  private readonly moved = new Set<number>();
  private readonly rows = throttle(() => void this.refreshRows(), ROWS_EVERY);
  private readonly growth = new Growth();
  private readonly unseen = throttle(() => this.refreshGroups(), UNSEEN_EVERY);
  private readonly lists = throttle(() => this.refreshLists(), LISTS_EVERY);
  private readonly consoleListeners = new Set<(run: number, total: number) => void>();
  private readonly client: QueryClient;
  private readonly series: SeriesStore;
  private readonly project: string | undefined;
  private readonly onStatus: (status: LiveStatus) => void;

  constructor(client: QueryClient, series: SeriesStore, project: string | undefined, onStatus: (status: LiveStatus) => void) {
    this.client = client;
    this.series = series;
    this.project = project;
    this.onStatus = onStatus;
  }

  start(): () => void {
    const source = new EventSource(`/api/v1/events${this.project ? `?project=${encodeURIComponent(this.project).replace('%2F', '/')}` : ''}`);
    let dropped = false;
    source.addEventListener('open', () => {
      this.onStatus('live');
      if (dropped) this.handle({ event: 'reset' }); // what was said while away is unknown
      else if (this.project === undefined) this.lists(); // and so is what was said before the first answer
      dropped = false;
    });
    source.addEventListener('error', () => {
      dropped = source.readyState === EventSource.CLOSED || dropped;
      this.onStatus('lost');
    });
    for (const event of ['run', 'points', 'records', 'console', 'landmarks', 'reset'] as const)
      source.addEventListener(event, (message) => {
        const data = event === 'reset' ? {} : (JSON.parse((message as MessageEvent<string>).data) as object);
        this.handle({ event, ...data } as LiveEvent);
      });
    return () => {
      source.close();
      this.rows.cancel();
      this.lists.cancel();
      this.unseen.cancel();
    };
  }

  onConsole(listener: (run: number, total: number) => void): () => void {
    this.consoleListeners.add(listener);
    return () => void this.consoleListeners.delete(listener);
  }

  handle(event: LiveEvent): void {
    switch (event.event) {
      case 'points':
        this.series.grow(event.run);
        this.moved.add(event.run);
        this.growth.note(event.run, event.lastStep);
        this.rows();
        this.unseen();
        break;
      case 'run':
        this.client.setQueriesData<Pages>({ queryKey: keys.runs(event.project) }, (pages) => (pages ? applyRunEvent(pages, event) : pages));
        this.client.setQueryData<Run>(keys.run(event.project, event.uid), (run) => (run ? applyToRun(run, event) : run));
        if (event.change === 'updated' && event.state !== 'running') this.series.refresh(event.run);
        this.lists();
        void this.client.invalidateQueries({ queryKey: keys.run(event.project, event.uid) });
        break;
      case 'records':
        void this.client.invalidateQueries({ queryKey: keys.recordKeys(event.run) });
        void this.client.invalidateQueries({ queryKey: keys.records(event.run) });
        break;
      case 'console':
        for (const listener of this.consoleListeners) listener(event.run, event.total);
        break;
      case 'landmarks':
        void this.client.invalidateQueries({ queryKey: keys.landmarks(event.project) });
        break;
      case 'reset':
        this.series.refresh();
        void this.client.invalidateQueries();
        break;
    }
  }

  /** Rows that have new points are asked for alone and put in their places, so that no list jumps. */
  private async refreshRows(): Promise<void> {
    const ids = [...this.moved];
    this.moved.clear();
    void this.client.invalidateQueries({ queryKey: ['keys'] });
    if (this.growth.visible) this.refreshGroups();
    for (const id of ids) void this.client.invalidateQueries({ queryKey: keys.summaries(id) });
    if (this.project) void this.client.invalidateQueries({ queryKey: keys.table(this.project) });
    if (!this.project) {
      void this.client.invalidateQueries({ queryKey: keys.activity });
      return void this.client.invalidateQueries({ queryKey: keys.projects });
    }
    for (const query of this.client.getQueryCache().findAll({ queryKey: keys.runs(this.project), type: 'active' })) {
      const asked = query.queryKey[2] as RunQuery | undefined;
      const shown = (query.state.data as Pages | undefined)?.pages.flatMap((page) => page.runs.map((row) => row.id)) ?? [];
      const wanted = ids.filter((id) => shown.includes(id));
      if (!asked || wanted.length === 0) continue;
      try {
        const { runs } = await queryRuns(this.project, { columns: asked.columns, filter: `id in (${wanted.join(', ')})`, limit: wanted.length });
        this.client.setQueryData<Pages>(query.queryKey, (pages) => (pages ? mergeRows(pages, runs) : pages));
      } catch {
        // The next event brings them; nothing on the page is wrong meanwhile, only older.
      }
    }
  }

  /** Lines over many runs are worked out and sent whole: only when what is new can be seen in them, or has waited long enough. */
  private refreshGroups(): void {
    if (!this.growth.any) return;
    this.growth.take();
    void this.client.invalidateQueries({ queryKey: this.project ? ['groups', this.project] : ['groups'] });
  }

  private refreshLists(): void {
    void this.client.invalidateQueries({ queryKey: keys.activity });
    void this.client.invalidateQueries({ queryKey: keys.projects });
    for (const first of ['runs', 'table', 'project', 'columns', 'landmarks', 'keys', 'panel', 'sweeps', 'sweep', 'groups', 'group rows', 'pinned'] as const)
      void this.client.invalidateQueries({ queryKey: this.project ? [first, this.project] : [first] });
  }
}
