import { createContext, use, useMemo, type ComponentProps } from 'react';
import Markdown, { type Components, type ExtraProps } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { PanelCard } from '../panels/PanelCard';
import type { PanelSpec } from '../panels/registry';
import { readBlock, writeBlock } from './panelBlock';
import css from './reports.module.css';

interface Surroundings {
  project: string;
  markdown: string;
  change?: (markdown: string) => void;
}

const ReportContext = createContext<Surroundings>({ project: '', markdown: '' });

function Pre({ children, node }: ComponentProps<'pre'> & ExtraProps) {
  const { project, markdown, change } = use(ReportContext);
  const code = node?.children[0];
  const language = code?.type === 'element' && Array.isArray(code.properties.className) ? code.properties.className[0] : undefined;
  if (code?.type !== 'element' || language !== 'language-cairn') return <pre className={css.code}>{children}</pre>;
  const inner = code.children[0];
  const block = readBlock(inner?.type === 'text' ? inner.value : '');
  if (typeof block === 'string') return <p className={css.broken} role="alert">This panel cannot be read: {block}</p>;
  const [from, to] = [node?.position?.start.offset, node?.position?.end.offset];
  const put = change && from !== undefined && to !== undefined ? (patch: Partial<PanelSpec>) => change(markdown.slice(0, from) + writeBlock({ ...block, ...patch }) + markdown.slice(to)) : undefined;
  return <PanelCard project={project} spec={block} filter={block.filter ?? ''} height={block.height} change={put} />;
}

const Outside = ({ children, href }: ComponentProps<'a'>) => <a href={href} rel="noreferrer">{children}</a>;
const Table = ({ children }: ComponentProps<'table'>) => <div className={css.tableScroll}><table>{children}</table></div>;

const Tick = ({ checked }: ComponentProps<'input'>) => <input type="checkbox" checked={checked} disabled aria-label={checked ? 'done' : 'to do'} />;

const PLUGINS = [remarkGfm];
const COMPONENTS: Components = { pre: Pre, a: Outside, table: Table, input: Tick };

/** A report's Markdown with its panels live. Raw HTML is shown as text, never run. */
export function Body({ project, markdown, change }: Surroundings) {
  const around = useMemo(() => ({ project, markdown, change }), [project, markdown, change]);
  return <ReportContext value={around}><div className={css.body}><Markdown remarkPlugins={PLUGINS} components={COMPONENTS}>{markdown}</Markdown></div></ReportContext>;
}
