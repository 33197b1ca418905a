import type { SortTerm } from '../api/types';
import type { SmoothingKind } from '../charts/smoothing';
import { EMPTY_LAYOUT, formatLayout, parseLayout, type Layout } from './layout';

/** What a page shows, all of it in its address: whoever opens the link sees the same. */
export interface View {
  filter: string;
  search: string;
  sort: SortTerm[];
  columns: string[] | null;
  axis: string;
  smoothing: number;
  logY: boolean;
  zoom: [number, number] | null;
  hidden: number[];
  only: number[];
  toggled: string[];
  panels: string;
  full: string | null;
  count: number;
  delta: string | null;
  step: number | null;
  tab: string | null;
  key: string | null;
  board: string | null;
  /** Columns of the table that stay at its left. */
  pinnedColumns: string[];
  /** Widths in pixels of the table's columns that were drawn wider or narrower. */
  widths: Record<string, number>;
  /** Whether the table puts runs under their parents. */
  tree: boolean;
  smoothKind: SmoothingKind;
  logX: boolean;
  /** Whether outliers are cut off the y axes. */
  clip: boolean;
  /** Columns whose values bring runs together; empty: every run for itself. */
  groupBy: string[];
  centre: 'mean' | 'median';
  spread: 'std' | 'stderr' | 'range';
  /** Whether the runs of groups are drawn faint behind their lines. */
  members: boolean;
  /** Groups that are not drawn. */
  hiddenGroups: string[];
  /** The column that run colours follow; null: each run its own. */
  colourBy: string | null;
  /** Runs at the top of the list, whatever the sort. */
  pinned: number[];
  layout: Layout;
  /** The saved view that the rest is a change of. */
  saved: number | null;
}

export type Search = Record<string, string>;

export const DEFAULT_VIEW: View = {
  filter: '', search: '', sort: [], columns: null, axis: 'step', smoothing: 0, logY: false, zoom: null, hidden: [], only: [],
  toggled: [], panels: '', full: null, count: 50, delta: null, step: null, tab: null, key: null, board: null,
  pinnedColumns: [], widths: {}, tree: false,
  smoothKind: 'ema', logX: false, clip: false, groupBy: [], centre: 'mean', spread: 'std', members: false, hiddenGroups: [], colourBy: null, pinned: [],
  layout: EMPTY_LAYOUT, saved: null,
};

/** Most runs (or groups) that one page draws. */
export const COUNT_LIMIT = 5000;

const list = (text: string | undefined) => (text ? text.split(',').map(decodeURIComponent).filter((s) => s !== '') : []);
const unlist = (items: readonly string[]) => items.map((s) => s.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
const ids = (text: string | undefined) => (text ? text.split('.').map(Number).filter((n) => Number.isSafeInteger(n)) : []);
const number = (text: string | undefined) => (text !== undefined && text !== '' && Number.isFinite(Number(text)) ? Number(text) : null);

const parseWidths = (text: string | undefined): Record<string, number> =>
  Object.fromEntries(list(text).map((part) => [part.slice(0, part.lastIndexOf('~')), Number(part.slice(part.lastIndexOf('~') + 1))] as const).filter(([column, width]) => column !== '' && width >= 40 && width <= 1200));

/** Reads an address; what is missing or cannot be read has its default. */
export function parseView(search: Search): View {
  const zoom = search.zoom?.split('~').map(Number);
  return {
    filter: search.f ?? '',
    search: search.q ?? '',
    sort: list(search.sort).map((term) => ({ column: term.replace(/^-/, ''), descending: term.startsWith('-') })),
    columns: search.cols === undefined ? null : list(search.cols),
    axis: search.x || 'step',
    smoothing: Math.min(0.999, Math.max(0, number(search.s) ?? 0)),
    logY: search.log === '1',
    zoom: zoom?.length === 2 && zoom.every(Number.isFinite) && zoom[0]! < zoom[1]! ? [zoom[0]!, zoom[1]!] : null,
    hidden: ids(search.hide),
    only: ids(search.only),
    toggled: list(search.sec),
    panels: search.p ?? '',
    full: search.full || null,
    count: Math.min(COUNT_LIMIT, Math.max(1, Math.round(number(search.n) ?? DEFAULT_VIEW.count))),
    delta: search.delta || null,
    step: number(search.step),
    tab: search.tab ?? null,
    key: search.key ?? null,
    board: search.board ?? null,
    pinnedColumns: list(search.pc),
    widths: parseWidths(search.cw),
    tree: search.tree === '1',
    smoothKind: search.sk === 'mean' || search.sk === 'gaussian' ? search.sk : 'ema',
    logX: search.logx === '1',
    clip: search.clip === '1',
    groupBy: list(search.g),
    centre: search.mid === 'median' ? 'median' : 'mean',
    spread: search.band === 'stderr' || search.band === 'range' ? search.band : 'std',
    members: search.each === '1',
    hiddenGroups: list(search.hideg),
    colourBy: search.colour || null,
    pinned: ids(search.pin),
    layout: parseLayout(search.w),
    saved: ids(search.view)[0] ?? null,
  };
}

/** Writes an address; defaults are left out, so that a plain page has a plain address. */
export function formatView(view: View): Search {
  const out: Search = {};
  const put = (name: string, value: string, absent: boolean) => {
    if (!absent) out[name] = value;
  };
  put('f', view.filter, view.filter === '');
  put('q', view.search, view.search === '');
  put('sort', unlist(view.sort.map((s) => (s.descending ? '-' : '') + s.column)), view.sort.length === 0);
  put('cols', unlist(view.columns ?? []), view.columns === null);
  put('x', view.axis, view.axis === 'step');
  put('s', String(view.smoothing), view.smoothing === 0);
  put('log', '1', !view.logY);
  put('zoom', view.zoom ? view.zoom.map((n) => Number(n.toPrecision(15))).join('~') : '', view.zoom === null);
  put('hide', view.hidden.join('.'), view.hidden.length === 0);
  put('only', view.only.join('.'), view.only.length === 0);
  put('sec', unlist(view.toggled), view.toggled.length === 0);
  put('p', view.panels, view.panels === '');
  put('full', view.full ?? '', view.full === null);
  put('n', String(view.count), view.count === DEFAULT_VIEW.count);
  put('delta', view.delta ?? '', view.delta === null);
  put('step', String(view.step), view.step === null);
  put('tab', view.tab ?? '', view.tab === null);
  put('key', view.key ?? '', view.key === null);
  put('board', view.board ?? '', view.board === null);
  put('pc', unlist(view.pinnedColumns), view.pinnedColumns.length === 0);
  const widths = Object.entries(view.widths);
  put('cw', unlist(widths.map(([column, width]) => `${column}~${width}`)), widths.length === 0);
  put('tree', '1', !view.tree);
  put('sk', view.smoothKind, view.smoothKind === 'ema');
  put('logx', '1', !view.logX);
  put('clip', '1', !view.clip);
  put('g', unlist(view.groupBy), view.groupBy.length === 0);
  put('mid', view.centre, view.centre === 'mean');
  put('band', view.spread, view.spread === 'std');
  put('each', '1', !view.members);
  put('hideg', unlist(view.hiddenGroups), view.hiddenGroups.length === 0);
  put('colour', view.colourBy ?? '', view.colourBy === null);
  put('pin', view.pinned.join('.'), view.pinned.length === 0);
  const layout = formatLayout(view.layout);
  put('w', layout, layout === '');
  put('view', String(view.saved), view.saved === null);
  return out;
}

/**
 * An address on top of a saved view: only what differs from it stands there, an empty value where the saved one has
 * something and the page does not.
 */
export function onTopOf(saved: Search, whole: Search): Search {
  const out: Search = {};
  for (const [name, value] of Object.entries(whole)) if (saved[name] !== value) out[name] = value;
  for (const name of Object.keys(saved)) if (whole[name] === undefined) out[name] = '';
  return out;
}

/** The text after `?`, readable: only what would break the address is escaped. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parts = Object.entries(search)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value)).replace(/%2F/g, '/').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%20/g, '+')}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Whether a run is drawn: `only` wins over `hidden`. */
export function isVisible(view: Pick<View, 'hidden' | 'only'>, run: number): boolean {
  return view.only.length > 0 ? view.only.includes(run) : !view.hidden.includes(run);
}

export function toggle<T>(items: readonly T[], item: T): T[] {
  return items.includes(item) ? items.filter((i) => i !== item) : [...items, item];
}
