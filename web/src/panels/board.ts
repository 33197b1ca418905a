import type { PanelSpec } from './registry';

/** Panels as they stand in an address; null where there are none or they cannot be read. */
export function readBoard(text: string | null): PanelSpec[] | null {
  if (text === null) return null;
  try {
    const specs: unknown = JSON.parse(text);
    return Array.isArray(specs) && specs.every((s) => typeof s === 'object' && s !== null && typeof (s as PanelSpec).type === 'string') ? (specs as PanelSpec[]) : null;
  } catch {
    return null;
  }
}

export const writeBoard = (specs: readonly PanelSpec[]): string => JSON.stringify(specs);
