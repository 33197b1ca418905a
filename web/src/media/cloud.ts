import type { Json } from '../api/types';

export interface Cloud {
  /** x, y, z of each point. */
  positions: Float32Array;
  /** Red, green, blue of each point, 0 to 1; empty where the points have neither colour nor class. */
  colours: Float32Array;
  boxes: { corners: [number, number, number][]; label: string; colour: string }[];
  vectors: { start: number[]; end: number[] }[];
}

const EDGES = [[0, 1], [1, 2], [2, 3], [3, 0], [4, 5], [5, 6], [6, 7], [7, 4], [0, 4], [1, 5], [2, 6], [3, 7]] as const;

const numbers = (value: Json | undefined): number[] | undefined => (Array.isArray(value) && value.every((v) => typeof v === 'number') ? (value as number[]) : undefined);
const object = (value: Json | undefined): { [key: string]: Json } | undefined => (value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined);

/**
 * Points `[x,y,z]`, `[x,y,z,class]` or `[x,y,z,r,g,b]` (0 to 255), alone or with boxes of eight corners and arrows, as
 * W&B's clients write them; undefined where it is no such document. `classRgb` gives a class its colour (0 to 255).
 */
export function readCloud(document: Json, classRgb: (id: number) => [number, number, number]): Cloud | undefined {
  const holder = object(document);
  const list = holder ? (holder.points ?? []) : document;
  if (!Array.isArray(list)) return undefined;
  const points = list.map(numbers).filter((p): p is number[] => p !== undefined && p.length >= 3);
  const coloured = points.some((p) => p.length > 3);
  const positions = new Float32Array(points.length * 3);
  const colours = new Float32Array(coloured ? points.length * 3 : 0);
  points.forEach((p, i) => {
    positions.set(p.slice(0, 3), i * 3);
    if (coloured) colours.set((p.length >= 6 ? p.slice(3, 6) : p.length > 3 ? classRgb(Math.round(p[3]!)) : [128, 128, 128]).map((c) => c / 255), i * 3);
  });
  const boxes = (Array.isArray(holder?.boxes) ? holder.boxes : []).flatMap((entry) => {
    const box = object(entry);
    const corners = Array.isArray(box?.corners) ? box.corners.map(numbers) : [];
    if (corners.length !== 8 || corners.some((c) => c?.length !== 3)) return [];
    const rgb = numbers(box?.color) ?? [255, 170, 40];
    return [{ corners: corners as [number, number, number][], label: [box?.label, typeof box?.score === 'number' ? box.score.toFixed(2) : undefined].filter((t) => t !== undefined && t !== null).join(' '), colour: `rgb(${rgb.slice(0, 3).join(',')})` }];
  });
  const vectors = (Array.isArray(holder?.vectors) ? holder.vectors : []).flatMap((entry) => {
    const vector = object(entry);
    const [start, end] = [numbers(vector?.start), numbers(vector?.end)];
    return start?.length === 3 && end?.length === 3 ? [{ start, end }] : [];
  });
  return points.length + boxes.length + vectors.length > 0 ? { positions, colours, boxes, vectors } : undefined;
}

/** The ends of a box's twelve edges, six numbers an edge. Corners may come in any order that names one face, then the other. */
export const boxEdges = (corners: readonly (readonly number[])[]): number[] => EDGES.flatMap(([a, b]) => [...corners[a]!, ...corners[b]!]);
