import { useEffect, useRef, useState } from 'react';
import embed, { type VisualizationSpec } from 'vega-embed';
import { useDark } from '../app/preferences';
import { readColours } from '../charts/colours';
import { PALETTE } from '../charts/palette';
import css from './media.module.css';

/** Draws a Vega-Lite chart in the page's colours. */
export function VegaView({ spec, label }: { spec: object; label: string }) {
  const host = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const dark = useDark();
  useEffect(() => {
    const element = host.current!;
    const colours = readColours(element);
    const words = { labelColor: colours.muted, titleColor: colours.muted, gridColor: colours.grid, domainColor: colours.axis, tickColor: colours.axis, labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal' as const };
    let finish: (() => void) | undefined;
    let stopped = false;
    embed(element, { autosize: { type: 'fit-x', contains: 'padding' }, ...spec } as VisualizationSpec, {
      actions: false, renderer: 'canvas', tooltip: { theme: dark ? 'dark' : 'light' },
      config: { background: 'transparent', font: getComputedStyle(element).fontFamily, view: { stroke: 'transparent' }, axis: words, legend: { ...words, orient: 'top' }, line: { strokeWidth: 1.75 }, bar: { color: colours.accent }, range: { category: PALETTE.map((pair) => pair[dark ? 1 : 0]) }, mark: { color: colours.accent } },
    }).then((result) => {
      finish = () => result.finalize();
      if (stopped) finish();
      else element.dataset.drawn = 'true';
    }).catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
    return () => {
      stopped = true;
      finish?.();
      delete element.dataset.drawn;
    };
  }, [spec, dark]);
  return problem ? <p className={css.none}>The chart cannot be drawn: {problem}</p> : <div className={css.vega}><div ref={host} role="img" aria-label={label} data-testid="vega" /></div>;
}
