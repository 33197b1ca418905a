import { useEffect, useRef, useState, type Ref } from 'react';
import { Button, Check, Field, Pop } from '../ui/controls';
import { recall, remember } from '../app/preferences';
import ui from '../ui/ui.module.css';
import { SMOOTHING_KINDS, type SmoothingKind } from '../charts/smoothing';
import { changePanel } from '../view/layout';
import { removedOf } from '../charts/board';
import { PANEL_HEIGHT } from '../charts/usePanelMoves';
import type { View } from '../view/viewState';
import type { ViewPatch } from '../view/useView';
import css from './runs.module.css';

const AXES = [['step', 'step'], ['relative', 'relative time'], ['time', 'wall time']] as const;

/** Smoothing on or off: off remembers the weight for the next time. */
export function flipSmoothing(view: View): Partial<View> {
  if (view.smoothing > 0) {
    remember('smoothing', String(view.smoothing));
    return { smoothing: 0 };
  }
  return { smoothing: Number(recall('smoothing') ?? 0.9) || 0.9 };
}

function Smoothing({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [draft, setDraft] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [last, setLast] = useState(value);
  if (value !== last) {
    setLast(value);
    setDraft(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  // The slider is finer near 1, where the weight matters most.
  const toWeight = (position: number) => (position === 0 ? 0 : Number((1 - Math.pow(10, -position * 3)).toFixed(3)));
  const toPosition = (weight: number) => (weight === 0 ? 0 : -Math.log10(1 - weight) / 3);
  return (
    <label className={css.tool} title="The raw line stays, faint (s); what sort of smoothing is in the settings beside">
      Smoothing
      <input
        type="range" min={0} max={1} step={0.01} value={toPosition(draft)} aria-valuetext={String(draft)}
        onChange={(e) => {
          const weight = toWeight(Number(e.target.value));
          setDraft(weight);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onChange(weight), 60);
        }}
      />
      <output>{draft === 0 ? 'off' : draft}</output>
    </label>
  );
}

const HEIGHTS = [160, 200, PANEL_HEIGHT, 320, 420, 560];

/** How all charts are drawn, beyond what the toolbar has room for. */
function ChartLook({ view, change, arranged }: { view: View; change: (patch: ViewPatch) => void; arranged: boolean }) {
  const { layout } = view;
  const away = removedOf(layout);
  return (
    <Pop label="How charts are drawn" align="end" trigger={<Button icon="settings" kind="ghost" on={view.logX || view.clip || undefined} label="How charts are drawn" />}>
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
    </Pop>
  );
}

interface Props {
  /** Whether the page keeps an arrangement of its panels. */
  arranged?: boolean;
  view: View;
  change: (patch: ViewPatch) => void;
  metrics: readonly string[];
  search: Ref<HTMLInputElement>;
  children?: React.ReactNode;
}

/** What holds for all charts of the page. */
export function Toolbar({ view, change, metrics, search, children, arranged = false }: Props) {
  return (
    <div className={css.toolbar} role="toolbar" aria-label="Charts">
      <Field ref={search} icon="search" value={view.panels} label="Search charts" hint="/" placeholder="Search charts, e.g. loss|acc" wait={120} onChange={(panels) => change({ panels })} className={css.panelSearch} />
      <label className={css.tool} title="What runs along the bottom of every chart">
        x
        <select className={`${ui.select} ${css.axis}`} value={view.axis} onChange={(e) => change({ axis: e.target.value, zoom: null })}>
          {AXES.map(([value, name]) => <option key={value} value={value}>{name}</option>)}
          <optgroup label="Another metric">{metrics.map((m) => <option key={m} value={`metric:${m}`}>{m}</option>)}</optgroup>
        </select>
      </label>
      <Smoothing value={view.smoothing} onChange={(smoothing) => change({ smoothing })} />
      <Button icon="log" on={view.logY} label="Logarithmic y axis (l)" onClick={() => change({ logY: !view.logY })}>log y</Button>
      <ChartLook view={view} change={change} arranged={arranged} />
      {view.zoom && <Button icon="reset" on label="Back to the whole range (r)" onClick={() => change({ zoom: null })}>Reset zoom</Button>}
      <span className="grow" />
      {children}
    </div>
  );
}
