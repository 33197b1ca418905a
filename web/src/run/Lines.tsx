import css from './files.module.css';
import { diffLine } from './preview';

const MOST_LINES = 5000;

/** Numbered lines of a text; with `diff` coloured as a unified diff. */
export function Lines({ text, diff }: { text: string; diff?: boolean }) {
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    <>
      <pre className={css.code}>
        {lines.slice(0, MOST_LINES).map((line, i) => <span key={i} className={diff ? css[diffLine(line)] : undefined} data-line={i + 1}>{line}{'\n'}</span>)}
      </pre>
      {lines.length > MOST_LINES && <p className={css.note}>showing {MOST_LINES} of {lines.length} lines</p>}
    </>
  );
}
