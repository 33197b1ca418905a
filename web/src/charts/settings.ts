import type { PanelChange } from '../view/layout';
import type { SmoothingKind } from './smoothing';

/** How all charts of a page are shown, and a single one where it has nothing of its own. */
export interface ChartSettings {
  axis: string;
  smoothing: number;
  smoothKind?: SmoothingKind;
  logX?: boolean;
  logY: boolean;
  clip?: boolean;
  /** Whether the runs of groups are drawn faint behind their lines. */
  members?: boolean;
  zoom: [number, number] | null;
}

/** The page's settings with what a panel has of its own; a zoom on another axis is not the panel's. */
export function settingsOf(page: ChartSettings, own: PanelChange, stepMetric?: string): ChartSettings & Pick<PanelChange, 'raw'> & { yRange?: PanelChange['y'] } {
  const axis = own.axis ?? (page.axis === 'step' && stepMetric ? `metric:${stepMetric}` : page.axis);
  return {
    axis, smoothing: own.smoothing ?? page.smoothing, smoothKind: own.smoothKind ?? page.smoothKind ?? 'ema', logX: own.logX ?? page.logX ?? false,
    logY: own.logY ?? page.logY, clip: own.clip ?? page.clip ?? false, members: own.members ?? page.members ?? false, zoom: axis === page.axis ? page.zoom : null, raw: own.raw, yRange: own.y,
  };
}
