import { prepare, type ChartModel } from './model';

interface Exposed {
  metric: string;
  axis: string;
  lines: { run: number; uid: string; name: string; key: string; x: number[]; last: number[]; low?: number[]; high?: number[]; counts?: number[] }[];
  /** The values as drawn, smoothed where asked. */
  drawn: number[][];
  y: { min: number; max: number };
  /** Runs drawn faint behind the lines. */
  behind: { run: number; points: number; colour: string }[];
  landmarks: { name: string; value: number }[];
}

/** What drawing costs in milliseconds, noted only where a benchmark put the lists there. */
interface Timings {
  draw: number[];
  hover: number[];
}

declare global {
  interface Window {
    /** What the charts on the page show, for browser tests and for the curious: points as drawn, read when asked. */
    __cairn?: { readonly charts: Record<string, Exposed>; timings?: Timings };
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
      return model.lines.map(({ run, series }) => ({
        run: run.id, uid: run.uid, name: run.name, key: series.key, x: [...series.x], last: [...series.last],
        ...(run.members === undefined ? {} : { low: [...series.min!], high: [...series.max!], counts: [...series.counts!] }),
      }));
    },
    get drawn() {
      return prepare(model).lines.map((line) => [...line.y]);
    },
    get y() {
      return prepare(model).y;
    },
    get behind() {
      return (model.behind ?? []).map(({ run, series }) => ({ run: run.id, points: series.n, colour: run.colour }));
    },
    landmarks: model.marks.map(({ name, value }) => ({ name, value })),
  };
  charts[model.metric] = entry;
  return () => {
    if (charts[model.metric] === entry) delete charts[model.metric];
  };
}

/** Runs `work`, noting its time where a benchmark asked for it. */
export function timed(what: keyof Timings, work: () => void): void {
  const list = window.__cairn?.timings?.[what];
  if (!list) return work();
  const began = performance.now();
  work();
  list.push(performance.now() - began);
}
