import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useRef, useState } from 'react';
import { LiveUpdates, type LiveStatus } from '../api/live';
import type { SeriesStore } from '../api/seriesStore';

export const SeriesContext = createContext<SeriesStore | null>(null);

/** The store of series that charts watch. */
export function useSeriesStore(): SeriesStore {
  const store = use(SeriesContext);
  if (!store) throw new Error('SeriesContext is missing above this component.');
  return store;
}

export interface Live {
  status: LiveStatus;
  onConsole: LiveUpdates['onConsole'];
}

export const LiveContext = createContext<Live>({ status: 'connecting', onConsole: () => () => undefined });

/** Listens to the events of a project (none: of all) as long as the component lives. */
export function useLive(project: string | undefined): Live {
  const client = useQueryClient();
  const series = useSeriesStore();
  const [status, setStatus] = useState<LiveStatus>('connecting');
  const waiting = useRef(new Set<(run: number, total: number) => void>());
  useEffect(() => {
    const live = new LiveUpdates(client, series, project, setStatus);
    live.onConsole((run, total) => {
      for (const listener of waiting.current) listener(run, total);
    });
    return live.start();
  }, [client, series, project]);
  const [onConsole] = useState(() => (listener: (run: number, total: number) => void) => {
    waiting.current.add(listener);
    return () => void waiting.current.delete(listener);
  });
  return { status, onConsole };
}
