import { expect, it } from 'vitest';
import { layGraph } from '../../src/artifacts/layers';

const artifact = (id: number) => ({ id }) as never;
const run = (id: number) => ({ id }) as never;

it('lays data from left to right: each node right of all that it came from', () => {
  const graph = layGraph({ artifacts: [2, 1, 3].map(artifact), runs: [10, 11].map(run), edges: [{ run: 10, artifact: 1, isMade: false }, { run: 10, artifact: 2, isMade: true }, { run: 11, artifact: 2, isMade: false }, { run: 11, artifact: 3, isMade: true }] });
  const at = Object.fromEntries(graph.nodes.map((n) => [n.key, n.x]));
  expect(at).toEqual({ a1: 0, r10: 1, a2: 2, r11: 3, a3: 4 });
  expect([graph.columns, graph.rows]).toEqual([5, 1]);
});

it('lays a ring without end', () => {
  const graph = layGraph({ artifacts: [artifact(1)], runs: [run(2)], edges: [{ run: 2, artifact: 1, isMade: true }, { run: 2, artifact: 1, isMade: false }] });
  expect(graph.nodes).toHaveLength(2);
  expect(new Set(graph.nodes.map((n) => `${n.x} ${n.y}`)).size).toBe(2);
});
