import { useEffect, useRef, useState } from 'react';
import embed, { type EmbedOptions, type VisualizationSpec } from 'vega-embed';
import { useDark } from '../app/preferences';
import { readColours } from '../charts/colours';
import { PALETTE } from '../charts/palette';
import css from './media.module.css';

const REFUSED = 'specs load nothing from the network';
const refuse = () => Promise.reject(new Error(REFUSED));

// Whoever can save a view can write a spec, and another person's browser draws it. So it gets no way out: nothing is loaded, links
// lead nowhere, pictures are those it carries itself.
const SEALED = {
  load: refuse, http: refuse, file: refuse,
  sanitize: (uri: string) => (/^data:image\/(png|jpeg|gif|webp);base64,/.test(uri) ? Promise.resolve({ href: uri }) : refuse()),
} as unknown as NonNullable<EmbedOptions['loader']>;

/** What a tooltip says; pictures and titles of the library's own form are rows like any other. */
function tip(value: unknown, toHtml: (value: unknown) => string): string {
  if (typeof value !== 'object' || value === null) return toHtml(value);
  const rows = Object.entries(value).filter(([, one]) => one !== undefined);
  return `<table>${rows.map(([name, one]) => `<tr><td class="key">${toHtml(name)}</td><td class="value">${toHtml(typeof one === 'object' ? JSON.stringify(one) : one)}</td></tr>`).join('')}</table>`;
}

/** Draws a Vega or Vega-Lite spec in the page's colours; with `fill` as high as its parent. */
export function VegaView({ spec, label, fill, onProblem }: { spec: object; label: string; fill?: boolean; onProblem?: (problem: string | null) => void }) {
  const host = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const dark = useDark();
  const tell = useRef(onProblem);
  useEffect(() => {
    tell.current = onProblem;
  });
  useEffect(() => {
    const element = host.current!;
    const colours = readColours(element);
    const words = { labelColor: colours.muted, titleColor: colours.muted, gridColor: colours.grid, domainColor: colours.axis, tickColor: colours.axis, labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal' as const };
    const category = PALETTE.map((pair) => pair[dark ? 1 : 0]);
    let finish: (() => void) | undefined;
    let stopped = false;
    const failed = (error: unknown) => {
      if (stopped) return;
      const text = error instanceof Error ? error.message : String(error);
      setProblem(text);
      tell.current?.(text);
    };
    // The library warns in words of what it leaves out, and throws for the rest.
    embed(element, { autosize: { type: 'fit-x', contains: 'padding' }, ...spec } as VisualizationSpec, {
      actions: false, renderer: 'canvas', loader: SEALED, ast: true,
      tooltip: { theme: dark ? 'dark' : 'light', formatTooltip: tip },
      config: {
        background: 'transparent', font: getComputedStyle(element).fontFamily, view: { stroke: 'transparent' }, axis: words, legend: { ...words, orient: 'top' }, title: { color: colours.text, fontSize: 12, anchor: 'start' },
        line: { strokeWidth: 1.75 }, bar: { color: colours.accent }, range: { category }, mark: { color: colours.accent }, text: { color: colours.text },
      },
    }).then((result) => {
      finish = () => result.finalize();
      if (stopped) {
        finish();
        return;
      }
      setProblem(null);
      tell.current?.(null);
      element.dataset.drawn = 'true';
    }).catch(failed);
    return () => {
      stopped = true;
      finish?.();
      delete element.dataset.drawn;
    };
  }, [spec, dark]);
  // The element stays in place when a spec fails: the next one is drawn into it.
  return (
    <div className={css.vega} data-fill={fill}>
      {problem !== null && <p className={css.none} role="alert">The chart cannot be drawn: {problem}</p>}
      <div ref={host} role="img" aria-label={label} data-testid="vega" hidden={problem !== null} />
    </div>
  );
}
