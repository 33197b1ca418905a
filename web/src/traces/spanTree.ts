import type { Span } from './types';

export interface SpanRow {
  span: Span;
  depth: number;
  /** How many steps are below it, at any depth. */
  below: number;
  /** Whether it or anything below it failed. */
  failed: boolean;
}

/**
 * Steps as the rows of a tree, children under their parents by start; `shut` names those whose children are hidden.
 * A step whose parent is unknown, or that is its own ancestor, stands at the top.
 */
export function spanTree(spans: readonly Span[], shut: ReadonlySet<string>): SpanRow[] {
  const known = new Map(spans.map((span) => [span.id, span]));
  const children = new Map<string, Span[]>();
  const roots: Span[] = [];
  for (const span of spans) {
    const above = new Set([span.id]);
    let parent = span.parent === undefined ? undefined : known.get(span.parent);
    const own = parent;
    while (parent && !above.has(parent.id)) {
      above.add(parent.id);
      parent = parent.parent === undefined ? undefined : known.get(parent.parent);
    }
    if (!own || parent) roots.push(span); // unknown, or a ring
    else children.set(own.id, [...(children.get(own.id) ?? []), span]);
  }
  const rows: SpanRow[] = [];
  const byStart = (a: Span, b: Span) => a.offset - b.offset || b.duration - a.duration;
  const walk = (span: Span, depth: number, visible: boolean): { below: number; failed: boolean } => {
    const row: SpanRow = { span, depth, below: 0, failed: span.state === 'error' };
    if (visible) rows.push(row);
    for (const child of (children.get(span.id) ?? []).sort(byStart)) {
      const { below, failed } = walk(child, depth + 1, visible && !shut.has(span.id));
      row.below += below + 1;
      row.failed ||= failed;
    }
    return row;
  };
  for (const root of roots.sort(byStart)) walk(root, 0, true);
  return rows;
}

/** Milliseconds as a person reads them: `340 µs`, `12.4 ms`, `3.2 s`, `2m 05s`. */
export function formatMs(ms: number): string {
  if (ms < 1) return `${Math.round(ms * 1000)} µs`;
  if (ms < 1000) return `${ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  return `${Math.floor(ms / 60_000)}m ${String(Math.round((ms % 60_000) / 1000)).padStart(2, '0')}s`;
}

/** How long a whole trace took, which is known in whole milliseconds. */
export const formatLength = (ms: number): string => (ms < 1 ? '< 1 ms' : formatMs(ms));

/** From the first start to the last end, in milliseconds; at least a microsecond, so that it can be divided by. */
export const spanLength = (spans: readonly Span[]): number => Math.max(0.001, ...spans.map((s) => s.offset + s.duration));
