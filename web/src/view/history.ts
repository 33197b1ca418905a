import type { Search } from './viewState';

const KEPT = 200;
const TOGETHER = 700; // milliseconds in which changes of the same parts are one: a slider is dragged, a range typed

interface Past {
  undo: Search[];
  redo: Search[];
  changed: string;
  at: number;
}

const pasts = new Map<string, Past>();
const pastOf = (page: string): Past => {
  let past = pasts.get(page);
  if (!past) pasts.set(page, (past = { undo: [], redo: [], changed: '', at: 0 }));
  return past;
};

/** The parts in which two addresses differ. */
const difference = (a: Search, b: Search): string => [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort().join();

/** Notes a change of a page's view, so that it can be taken back; quick changes of the same parts count as one. */
export function noteChange(page: string, before: Search, after: Search, now: number): void {
  const changed = difference(before, after);
  if (changed === '') return;
  const past = pastOf(page);
  if (past.changed !== changed || now - past.at > TOGETHER || past.undo.length === 0) past.undo = [...past.undo, before].slice(-KEPT);
  past.redo = [];
  [past.changed, past.at] = [changed, now];
}

/** The address before the last change, undefined when nothing is left to undo. */
export function undo(page: string, now: Search): Search | undefined {
  const past = pastOf(page);
  const before = past.undo.pop();
  if (before) past.redo.push(now);
  past.changed = '';
  return before;
}

/** The address after the last undone change, undefined when there is none. */
export function redo(page: string, now: Search): Search | undefined {
  const past = pastOf(page);
  const after = past.redo.pop();
  if (after) past.undo.push(now);
  past.changed = '';
  return after;
}

export const canUndo = (page: string): boolean => pastOf(page).undo.length > 0;
export const canRedo = (page: string): boolean => pastOf(page).redo.length > 0;
