import type { ReactNode } from 'react';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import css from './media.module.css';

function Away({ href, children }: { href?: string; children?: ReactNode }) {
  return <a href={href} target="_blank" rel="noreferrer">{children}</a>;
}

// Pictures from elsewhere would tell their server who reads this.
function Picture({ src, alt }: { src?: unknown; alt?: string }) {
  return <Away href={typeof src === 'string' ? src : undefined}>{alt || 'picture'}</Away>;
}

const PARTS = { a: Away, img: Picture };
const PLUGINS = [remarkGfm];

/** Markdown with tables and task lists; HTML in it is shown as text, pictures from elsewhere are not fetched. */
export function Markdown({ text }: { text: string }) {
  return <div className={css.markdown}><ReactMarkdown remarkPlugins={PLUGINS} components={PARTS}>{text}</ReactMarkdown></div>;
}
