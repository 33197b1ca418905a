import { useQuery } from '@tanstack/react-query';
import { decodeCsr1 } from '../api/csr1';
import { send } from '../api/http';

const [WIDTH, HEIGHT, BUCKETS] = [96, 20, 96];

async function curve(run: number, key: string, signal: AbortSignal): Promise<readonly (readonly [number, number])[]> {
  const response = await send('/series/query', { method: 'POST', signal, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ runs: [run], keys: [key], buckets: BUCKETS }) });
  const [series] = decodeCsr1(await response.arrayBuffer()).series;
  if (!series) return [];
  return [...series.x].map((x, i) => [x, series.last[i]!] as const).filter(([, y]) => Number.isFinite(y));
}

/** A curve so small that it only says where things go; `last` changing asks for it again. */
export function Sparkline({ run, metric, lastStep }: { run: number; metric: string; lastStep: number | undefined }) {
  const points = useQuery({ queryKey: ['sparkline', run, metric, lastStep], queryFn: ({ signal }) => curve(run, metric, signal), placeholderData: (previous) => previous, staleTime: 10_000 }).data ?? [];
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const path = points.map(([x, y]) => `${(((x - x0) / (x1 - x0 || 1)) * (WIDTH - 2) + 1).toFixed(1)} ${(HEIGHT - 2 - ((y - y0) / (y1 - y0 || 1)) * (HEIGHT - 4)).toFixed(1)}`).join('L');
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${metric} so far`}>
      {points.length > 1 && <path d={`M${path}`} fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" />}
    </svg>
  );
}
