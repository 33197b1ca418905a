import css from './charts.module.css';

export interface TooltipRow {
  colour: string;
  dash: boolean;
  name: string;
  value: string;
  extra: string;
  strong: boolean;
}

const SHOWN = 14;
let box: HTMLDivElement | undefined;

function element(tag: string, className: string | undefined, text?: string): HTMLElement {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (text !== undefined) e.textContent = text;
  return e;
}

/** The page's one tooltip, built without React: it follows the pointer at every move. */
export function showTooltip(clientX: number, clientY: number, title: string, count: number, strong: number, rowAt: (index: number) => TooltipRow, host: HTMLElement): void {
  if (!box) {
    box = document.createElement('div');
    box.className = css.tooltip!;
    box.setAttribute('role', 'presentation');
  }
  const parent = host.closest('dialog') ?? document.body; // a modal dialog lies above everything outside it
  if (box.parentElement !== parent) parent.append(box);
  // Only what fits is made: with a thousand runs the rest would cost more than the drawing.
  const from = count <= SHOWN || strong < SHOWN / 2 ? 0 : Math.min(count - SHOWN, strong - SHOWN / 2);
  const shown = Array.from({ length: Math.min(SHOWN, count - from) }, (_, i) => rowAt(from + i));
  const table = element('div', css.tipRows);
  for (const row of shown) {
    const swatch = element('i', css.swatch);
    swatch.style.borderTop = `2px ${row.dash ? 'dashed' : 'solid'} ${row.colour}`;
    const line = element('div', row.strong ? css.tipStrong : css.tipRow);
    line.append(swatch, element('span', css.tipName, row.name), element('b', undefined, row.value), element('span', css.tipExtra, row.extra));
    table.append(line);
  }
  const parts = [element('header', undefined, title), table];
  if (shown.length < count) parts.push(element('footer', undefined, `showing ${from + 1} to ${from + shown.length} of ${count} lines`));
  box.replaceChildren(...parts);
  box.style.display = 'block';
  const { offsetWidth: w, offsetHeight: h } = box;
  const left = clientX + 16 + w > innerWidth - 8 ? clientX - w - 16 : clientX + 16;
  box.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(8, Math.min(clientY + 14, innerHeight - h - 8))}px)`;
}

export function hideTooltip(): void {
  if (box) box.style.display = 'none';
}
