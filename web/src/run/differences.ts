import type { Json } from '../api/types';

export interface Difference {
  path: string;
  kind: 'added' | 'removed' | 'changed' | 'same';
  mine?: Json;
  theirs?: Json;
}

/** The leaves of a document by dotted path; lists without objects in them are one leaf, empty objects too. */
export function leaves(value: Json | undefined, path = ''): Map<string, Json> {
  const found = new Map<string, Json>();
  const walk = (v: Json, at: string): void => {
    const open = v !== null && typeof v === 'object' && (Array.isArray(v) ? v.some((x) => x !== null && typeof x === 'object') : Object.keys(v).length > 0);
    if (!open) {
      if (at !== '') found.set(at, v);
      return;
    }
    for (const [name, child] of Object.entries(v as object)) walk(child as Json, at === '' ? name : `${at}.${name}`);
  };
  if (value !== undefined) walk(value, path);
  return found;
}

/** How a document differs from another, leaf by leaf: what only this one has is `added`. By path. */
export function differences(mine: Json | undefined, theirs: Json | undefined): Difference[] {
  const [a, b] = [leaves(mine), leaves(theirs)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .sort((x, y) => x.localeCompare(y, 'en', { numeric: true }))
    .map((path): Difference => {
      const [own, other] = [a.get(path), b.get(path)];
      if (own === undefined) return { path, kind: 'removed', theirs: other };
      if (other === undefined) return { path, kind: 'added', mine: own };
      return { path, kind: JSON.stringify(own) === JSON.stringify(other) ? 'same' : 'changed', mine: own, theirs: other };
    });
}

/** Two numbers' distance; undefined where one is none. */
export const distance = ({ mine, theirs }: Difference): number | undefined => (typeof mine === 'number' && typeof theirs === 'number' ? mine - theirs : undefined);
