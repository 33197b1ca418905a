import type { Json } from '../api/types';

type Doc = { [key: string]: Json };

/** One picture as records have it. */
export interface Picture {
  file: string;
  width?: number;
  height?: number;
  caption?: string;
  masks?: Record<string, Doc>;
  boxes?: Record<string, Doc>;
}

/** A rectangle on a picture; places and sizes are shares of the picture's. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  id: number;
  caption: string;
  scores: Record<string, number>;
}

const object = (value: Json | undefined): Doc | undefined => (value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined);
const number = (value: Json | undefined): number => (typeof value === 'number' ? value : Number.NaN);

/** Where a layer's file is: both protocols' names of it. */
export const layerFile = (layer: Doc): string | undefined => (typeof layer.path === 'string' ? layer.path : typeof layer.file === 'string' ? layer.file : undefined);

/** Names of classes by their number; of what is no such object nothing. */
export function classLabels(value: Json | undefined): Map<number, string> {
  return new Map(Object.entries(object(value) ?? {}).flatMap(([id, name]) => (Number.isInteger(Number(id)) && typeof name === 'string' ? [[Number(id), name] as const] : [])));
}

/** The class names of a mask that W&B's clients put into the config instead of the mask. */
export function maskLabels(environment: Json | undefined, key: string, mask: string): Map<number, string> {
  const all = object(object(object(environment)?.wandb)?.['mask/class_labels']);
  return classLabels(object(all?.[`${key}_wandb_delimeter_${mask}`])?.value);
}

/** The boxes of a layer's document; positions are shares of the picture, or pixels where it says so. Broken ones are left out. */
export function readBoxes(document: Json | undefined, width: number, height: number): Box[] {
  const list = object(document)?.box_data;
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    const box = object(entry);
    const position = object(box?.position);
    if (!box || !position) return [];
    const [sx, sy] = box.domain === 'pixel' ? [width || 1, height || 1] : [1, 1];
    const middle = position.middle;
    const [w, h] = middle === undefined ? [number(position.maxX) - number(position.minX), number(position.maxY) - number(position.minY)] : [number(position.width), number(position.height)];
    const [x, y] = Array.isArray(middle) ? [number(middle[0]) - w / 2, number(middle[1]) - h / 2] : [number(position.minX), number(position.minY)];
    if (![x, y, w, h].every(Number.isFinite)) return [];
    return [{
      x: x / sx, y: y / sy, width: w / sx, height: h / sy, id: typeof box.class_id === 'number' ? box.class_id : 0, caption: typeof box.box_caption === 'string' ? box.box_caption : '',
      scores: Object.fromEntries(Object.entries(object(box.scores) ?? {}).filter((s): s is [string, number] => typeof s[1] === 'number')),
    }];
  });
}
