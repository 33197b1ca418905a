/** Browsers cap how high an element can be; longer logs scroll in proportion instead of pixel by pixel. */
export const MAX_HEIGHT = 6_000_000;
export const LINE = 18;

export interface LogGeometry {
  total: number;
  viewport: number;
}

export const contentHeight = ({ total }: LogGeometry): number => Math.min(MAX_HEIGHT, total * LINE);

/** Whether pixels stand for more than their share of lines. */
export const isScaled = ({ total }: LogGeometry): boolean => total * LINE > MAX_HEIGHT;

const lastTop = ({ total, viewport }: LogGeometry) => Math.max(0, total - viewport / LINE);

/** The line (with a fraction) at the top of the viewport. */
export function lineAt(scrollTop: number, geometry: LogGeometry): number {
  const room = contentHeight(geometry) - geometry.viewport;
  if (room <= 0) return 0;
  return Math.min(1, Math.max(0, scrollTop / room)) * lastTop(geometry);
}

/** Where to scroll so that `line` is at the top. */
export function scrollFor(line: number, geometry: LogGeometry): number {
  const top = lastTop(geometry);
  if (top <= 0) return 0;
  return (Math.min(top, Math.max(0, line)) / top) * Math.max(0, contentHeight(geometry) - geometry.viewport);
}
