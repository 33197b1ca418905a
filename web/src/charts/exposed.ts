import type { ChartModel } from './model';

interface Exposed {
  metric: string;
  axis: string;
  lines: { run: number; uid: string; name: string; x: number[]; last: number[] }[];
  landmarks: { name: string; value: number }[];
}

declare global {
  interface Window {
    /** What the charts on the page show, for browser tests and for the curious: points as drawn, read when asked. */
    __cairn?: { readonly charts: Record<string, Exposed> };
  }
}

const charts: Record<string, Exposed> = {};
window.__cairn = { charts };

/** Makes a chart's points readable as `window.__cairn.charts[metric]`; the answer takes them away again. */
export function expose(model: ChartModel): () => void {
  const entry: Exposed = {
    metric: model.metric,
    axis: model.axis,
    get lines() {
      return model.lines.map(({ run, series }) => ({ run: run.id, uid: run.uid, name: run.name, x: [...series.x], last: [...series.last] }));
    },
    landmarks: model.marks.map(({ name, value }) => ({ name, value })),
  };
  charts[model.metric] = entry;
  return () => {
    if (charts[model.metric] === entry) delete charts[model.metric];
  };
}
