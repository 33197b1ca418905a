import { recall, remember } from './preferences';

/** A place that someone has gone to by the palette. */
export interface Recent {
  kind: string;
  text: string;
  note?: string;
  href: string;
}

const MOST = 8;

/** The places gone to last, newest first. */
export function recents(): Recent[] {
  try {
    const list: unknown = JSON.parse(recall('recent') ?? '[]');
    return Array.isArray(list) ? list.filter((one): one is Recent => typeof one === 'object' && one !== null && typeof (one as Recent).href === 'string' && typeof (one as Recent).text === 'string') : [];
  } catch {
    return [];
  }
}

export function noteRecent(place: Recent): void {
  remember('recent', JSON.stringify([place, ...recents().filter((one) => one.href !== place.href)].slice(0, MOST)));
}
