import type { Json } from '../api/types';

type Block = { [key: string]: Json };

const isBlock = (value: Json | undefined): value is Block => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: Json | undefined): Block[] => (Array.isArray(value) ? value.filter(isBlock) : []);

// Marks of W&B's rich text as Markdown's.
function leaf(node: Block): string {
  let text = String(node.text ?? '');
  if (text.trim() === '') return text;
  if (node.inlineCode) text = `\`${text}\``;
  if (node.bold) text = `**${text}**`;
  if (node.italic) text = `_${text}_`;
  if (node.strikethrough) text = `~~${text}~~`;
  return text;
}

function inline(nodes: readonly Block[]): string {
  return nodes.map((node) => {
    if (node.type === 'link' && typeof node.url === 'string') return `[${inline(list(node.children))}](${node.url})`;
    return node.children === undefined ? leaf(node) : inline(list(node.children));
  }).join('');
}

function items(block: Block, depth: number): string {
  return list(block.children).map((item, i) => {
    const mark = block.ordered ? `${i + 1}.` : item.checked === undefined ? '-' : item.checked ? '- [x]' : '- [ ]';
    const parts = list(item.children);
    const own = parts.filter((part) => part.type !== 'list').map((part) => inline(list(part.children))).join(' ');
    const nested = parts.filter((part) => part.type === 'list').map((part) => `\n${items(part, depth + 1)}`).join('');
    return `${'  '.repeat(depth)}${mark} ${own}${nested}`;
  }).join('\n');
}

function write(block: Block): string {
  const children = list(block.children);
  switch (block.type) {
    case 'heading': return `${'#'.repeat(Math.min(6, Math.max(1, Number(block.level) || 1)))} ${inline(children)}`;
    case 'list': return items(block, 0);
    case 'code-block': return `\`\`\`${typeof block.language === 'string' ? block.language : ''}\n${children.map((line) => inline(list(line.children))).join('\n')}\n\`\`\``;
    case 'markdown-block': return typeof block.content === 'string' ? block.content : inline(children);
    case 'horizontal-rule': return '---';
    case 'block-quote': case 'callout-block': return `> ${children.map((line) => (line.children === undefined ? leaf(line) : inline(list(line.children)))).join('\n> ')}`;
    case 'latex': return `\`\`\`latex\n${String(block.content ?? '')}\n\`\`\``;
    case 'image': return typeof block.url === 'string' ? `![${inline(children)}](${block.url})` : '';
    case 'video': case 'spotify': case 'soundcloud': case 'twitter': return typeof block.url === 'string' ? `<${block.url}>` : '';
    case 'panel-grid': return '_Here W&B’s client put a grid of panels, which this page does not draw. Edit the report to put panels of Cairn in its place._';
    default: return inline(children);
  }
}

/** A report's text as Markdown: as it was written here, or made of the blocks of W&B's client. */
export function markdownOf(spec: { [key: string]: Json } | undefined): string {
  if (typeof spec?.markdown === 'string') return spec.markdown;
  return list(spec?.blocks).map(write).filter((text) => text.trim() !== '').join('\n\n');
}

/** The view's number at the end of an address `title--id`: plain, or as W&B's client writes it. */
export function viewId(slug: string): number | null {
  const id = slug.slice(slug.lastIndexOf('--') < 0 ? 0 : slug.lastIndexOf('--') + 2);
  if (/^\d{1,15}$/.test(id)) return Number(id);
  try {
    const number = /:(\d{1,15})$/.exec(atob(id.replaceAll('-', '+').replaceAll('_', '/')))?.[1];
    return number === undefined ? null : Number(number);
  } catch {
    return null;
  }
}

/** An address for people: the title's words and the number. */
export const slugOf = (title: string, id: number): string => `${title.trim().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 80) || 'report'}--${id}`;
