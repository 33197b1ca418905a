import type { Lineage } from './types';

export interface GraphNode {
  key: string;
  kind: 'artifact' | 'run';
  id: number;
  /** Column, from 0 on the left. */
  x: number;
  /** Place in the column, from 0 at the top. */
  y: number;
}

export interface Graph {
  nodes: GraphNode[];
  edges: { from: string; to: string }[];
  columns: number;
  rows: number;
}

/** Versions and runs in columns, so that data goes from left to right: each stands right of all that it came from. */
export function layGraph(lineage: Pick<Lineage, 'artifacts' | 'runs' | 'edges'>): Graph {
  const edges = lineage.edges.map((e) => (e.isMade ? { from: `r${e.run}`, to: `a${e.artifact}` } : { from: `a${e.artifact}`, to: `r${e.run}` }));
  const keys = [...lineage.artifacts.map((a) => `a${a.id}`), ...lineage.runs.map((r) => `r${r.id}`)];
  const into = new Map<string, string[]>(keys.map((k) => [k, []]));
  for (const e of edges) into.get(e.to)?.push(e.from);
  const depth = new Map<string, number>();
  const measure = (key: string, above: ReadonlySet<string>): number => {
    const known = depth.get(key);
    if (known !== undefined) return known;
    if (above.has(key)) return 0; // a run that used what it made
    const deeper = new Set(above).add(key);
    const d = Math.max(-1, ...(into.get(key) ?? []).map((from) => measure(from, deeper))) + 1;
    depth.set(key, d);
    return d;
  };
  for (const key of keys) measure(key, new Set());
  // A ring may leave columns empty: those are closed up.
  const depths = [...new Set(depth.values())].sort((a, b) => a - b);
  const column = (key: string) => depths.indexOf(depth.get(key)!);
  const columns: string[][] = depths.map(() => []);
  for (const key of keys) columns[column(key)]!.push(key);
  // Nodes stand at the middle height of what they came from, as far as their neighbours let them.
  const place = new Map<string, number>();
  for (const list of columns) {
    const wish = (key: string) => {
      const from = (into.get(key) ?? []).map((k) => place.get(k)).filter((y): y is number => y !== undefined);
      return from.length > 0 ? from.reduce((a, b) => a + b, 0) / from.length : Number.POSITIVE_INFINITY;
    };
    list.sort((a, b) => { const [x, y] = [wish(a), wish(b)]; return x === y ? 0 : x - y; }).forEach((key, i) => place.set(key, i));
  }
  return {
    nodes: keys.map((key) => ({ key, kind: key.startsWith('a') ? 'artifact' : 'run', id: Number(key.slice(1)), x: column(key), y: place.get(key)! })),
    edges, columns: columns.length, rows: Math.max(0, ...columns.map((c) => c.length)),
  };
}
