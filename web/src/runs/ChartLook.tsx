import { removedOf } from '../charts/board';
import { SMOOTHING_KINDS, type SmoothingKind } from '../charts/smoothing';
import { PANEL_HEIGHT } from '../charts/usePanelMoves';
import { Button, Check } from '../ui/controls';
import ui from '../ui/ui.module.css';
import { changePanel } from '../view/layout';
import type { ViewPatch } from '../view/useView';
import type { View } from '../view/viewState';
import css from './runs.module.css';

const HEIGHTS = [160, 200, PANEL_HEIGHT, 320, 420, 560];

/** How all charts are drawn, beyond what the toolbar has room for. */
export function ChartLook({ view, change, arranged }: { view: View; change: (patch: ViewPatch) => void; arranged: boolean }) {
  const { layout } = view;
  const away = removedOf(layout);
  return (
    <div className={css.settings}>
      <label>Smoothing
        <select className={ui.select} value={view.smoothKind} onChange={(e) => change({ smoothKind: e.target.value as SmoothingKind })}>
          {SMOOTHING_KINDS.map(([kind, name, about]) => <option key={kind} value={kind} title={about}>{name}</option>)}
        </select>
      </label>
      <Check checked={view.logX} onChange={(logX) => change({ logX, zoom: null })} title="Values of zero and below are not shown">logarithmic x axis</Check>
      <Check checked={view.clip} onChange={(clip) => change({ clip })} title="Leaves the highest and lowest 2 % of the values out of the y axes">clip outliers</Check>
      {arranged && (
        <>
          <label>Columns
            <select className={ui.select} value={layout.columns ?? ''} onChange={(e) => change((v) => ({ layout: { ...v.layout, columns: e.target.value === '' ? undefined : Number(e.target.value) } }))}>
              <option value="">as many as fit</option>
              {[1, 2, 3, 4, 5, 6].map((n) => <option key={n} value={n}>{n}</option>)}
            </select>
          </label>
          <label>Height
            <select className={ui.select} value={layout.height ?? PANEL_HEIGHT} onChange={(e) => change((v) => ({ layout: { ...v.layout, height: Number(e.target.value) === PANEL_HEIGHT ? undefined : Number(e.target.value) } }))}>
              {[...new Set([...HEIGHTS, layout.height ?? PANEL_HEIGHT])].sort((a, b) => a - b).map((h) => <option key={h} value={h}>{h} px</option>)}
            </select>
          </label>
          {away.length > 0 && (
            <div className={css.away}>
              <span className="muted">Removed; put back:</span>
              {away.map((id) => <Button key={id} small kind="ghost" icon="plus" onClick={() => change((v) => ({ layout: changePanel(v.layout, id, { removed: undefined }) }))}>{id}</Button>)}
            </div>
          )}
        </>
      )}
    </div>
  );
}
