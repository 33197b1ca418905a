import { lazy, Suspense, useEffect, useRef, useState, type Ref } from 'react';
import { Button, Field, Pop } from '../ui/controls';
import { Skeleton } from '../ui/states';
import { recall, remember } from '../app/preferences';
import ui from '../ui/ui.module.css';
import type { View } from '../view/viewState';
import type { ViewPatch } from '../view/useView';
import css from './runs.module.css';

const ChartLook = lazy(() => import('./ChartLook').then((m) => ({ default: m.ChartLook })));

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
      <Field ref={search} icon="search" value={view.panels} label="Search charts" hint="/" placeholder="Search charts" title="Words or a pattern, such as loss|acc" wait={120} onChange={(panels) => change({ panels })} className={css.panelSearch} />
      <label className={css.tool} title="What runs along the bottom of every chart">
        x
        <select className={`${ui.select} ${css.axis}`} value={view.axis} onChange={(e) => change({ axis: e.target.value, zoom: null })}>
          {AXES.map(([value, name]) => <option key={value} value={value}>{name}</option>)}
          <optgroup label="Another metric">{metrics.map((m) => <option key={m} value={`metric:${m}`}>{m}</option>)}</optgroup>
        </select>
      </label>
      <Smoothing value={view.smoothing} onChange={(smoothing) => change({ smoothing })} />
      <Button icon="log" on={view.logY} label="Logarithmic y axis (l)" onClick={() => change({ logY: !view.logY })}>log y</Button>
      <Pop label="How charts are drawn" align="end" trigger={<Button icon="settings" kind="ghost" on={view.logX || view.clip || undefined} label="How charts are drawn" />}>
        <Suspense fallback={<Skeleton lines={5} />}><ChartLook view={view} change={change} arranged={arranged} /></Suspense>
      </Pop>
      {view.zoom && <Button icon="reset" on label="Back to the whole range (r)" onClick={() => change({ zoom: null })}>Reset zoom</Button>}
      <span className="grow" />
      {children}
    </div>
  );
}
