import { memo } from 'react';
import { parseAnsi, type Span } from './ansi';
import css from './console.module.css';

function parts(text: string, highlight: string): string[] {
  const out: string[] = [];
  const lower = text.toLowerCase();
  const needle = highlight.toLowerCase();
  let at = 0;
  for (let hit = lower.indexOf(needle); hit >= 0; hit = lower.indexOf(needle, at)) {
    out.push(text.slice(at, hit), text.slice(hit, hit + needle.length));
    at = hit + needle.length;
  }
  return [...out, text.slice(at)];
}

const styleOf = (s: Span): React.CSSProperties | undefined =>
  s.fg || s.bg || s.bold || s.dim || s.italic || s.underline || s.inverse
    ? {
      color: s.inverse ? (s.bg ?? 'var(--panel)') : s.fg, background: s.inverse ? (s.fg ?? 'var(--text)') : s.bg, fontWeight: s.bold ? 700 : undefined,
      opacity: s.dim ? 0.65 : undefined, fontStyle: s.italic ? 'italic' : undefined, textDecoration: s.underline ? 'underline' : undefined,
    }
    : undefined;

/** A console line in its terminal colours, with what was searched for marked. */
export const LogLine = memo(function LogLine({ text, highlight }: { text: string; highlight?: string }) {
  return (
    <>
      {parseAnsi(text).map((span, i) => (
        <span key={i} style={styleOf(span)}>
          {highlight ? parts(span.text, highlight).map((part, k) => (k % 2 === 1 ? <mark key={k} className={css.hit}>{part}</mark> : part)) : span.text}
        </span>
      ))}
    </>
  );
});
