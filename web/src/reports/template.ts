import type { PanelContext } from '../panels/defaults';
import { PANELS } from '../panels/registry';
import { writeBlock } from './panelBlock';

/** The text of a new report: a frame to write into, with two panels of the project. */
export const firstText = (context: PanelContext): string => `What was tried, and why.

## What matters

${writeBlock(PANELS.importance!.defaultSpec(context))}

## The runs

${writeBlock(PANELS.table!.defaultSpec(context))}

## What follows
`;
