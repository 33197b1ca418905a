import type { PanelSpec } from '../panels/registry';

/** A fenced block `cairn`: a panel's spec with the runs it shows. */
export interface PanelBlock extends PanelSpec {
  filter?: string;
  height?: number;
}

/** The panel of a block's text, or what is wrong with it. */
export function readBlock(text: string): PanelBlock | string {
  try {
    const spec: unknown = JSON.parse(text);
    return typeof spec === 'object' && spec !== null && typeof (spec as PanelBlock).type === 'string' ? (spec as PanelBlock) : 'a panel is a JSON object with a type.';
  } catch (error) {
    return error instanceof Error ? error.message : 'this is not JSON.';
  }
}

export const writeBlock = (block: PanelBlock): string => `\`\`\`cairn\n${JSON.stringify(block, null, 2)}\n\`\`\``;
