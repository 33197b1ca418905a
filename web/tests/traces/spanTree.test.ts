import { describe, expect, it } from 'vitest';
import { formatMs, spanLength, spanTree } from '../../src/traces/spanTree';
import { messagesOf } from '../../src/traces/SpanDetail';
import type { Span } from '../../src/traces/types';

const span = (id: string, parent: string | undefined, offset: number, duration = 1, state: Span['state'] = 'ok'): Span => ({ id, parent, name: id, offset, duration, state, attributes: {}, events: [] });

describe('the tree of steps', () => {
  const spans = [span('late', 'top', 5), span('top', undefined, 0, 10), span('deep', 'early', 2, 1, 'error'), span('early', 'top', 1, 4), span('lost', 'nobody', 3)];

  it('puts children under their parents by start, and the parentless at the top', () => {
    expect(spanTree(spans, new Set()).map((r) => `${r.depth} ${r.span.id} ${r.below}`)).toEqual(['0 top 3', '1 early 1', '2 deep 0', '1 late 0', '0 lost 0']);
  });

  it('marks what failed below', () => {
    expect(spanTree(spans, new Set()).filter((r) => r.failed).map((r) => r.span.id)).toEqual(['top', 'early', 'deep']);
  });

  it('hides what is shut but still counts it', () => {
    expect(spanTree(spans, new Set(['top'])).map((r) => `${r.span.id} ${r.below} ${r.failed}`)).toEqual(['top 3 true', 'lost 0 false']);
  });

  it('shows every step of a ring once', () => {
    expect(spanTree([span('a', 'b', 0), span('b', 'a', 1), span('self', 'self', 2)], new Set()).map((r) => r.span.id).sort()).toEqual(['a', 'b', 'self']);
  });

  it('is as long as its last end, and never nothing', () => {
    expect(spanLength(spans)).toBe(10);
    expect(spanLength([])).toBeGreaterThan(0);
  });
});

describe('durations', () => {
  it.each([[0.34, '340 µs'], [2.5, '2.50 ms'], [12.44, '12.4 ms'], [340, '340 ms'], [3210, '3.21 s'], [125_000, '2m 05s']])('%d', (ms, text) => expect(formatMs(ms)).toBe(text));
});

describe('chat messages', () => {
  it('are found in requests and answers', () => {
    expect(messagesOf({ messages: [{ role: 'user', content: 'hi' }] })).toMatchObject([{ role: 'user', content: 'hi' }]);
    expect(messagesOf({ choices: [{ message: { role: 'assistant', content: [{ type: 'text', text: 'yes' }] } }] })).toMatchObject([{ role: 'assistant', content: 'yes' }]);
  });

  it('are not seen in other values', () => {
    for (const value of [null, 5, [], [1], { messages: [] }, [{ role: 1 }], { q: 'x' }]) expect(messagesOf(value as never)).toBeUndefined();
  });
});
