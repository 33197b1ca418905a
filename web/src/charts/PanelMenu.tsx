import { useState } from 'react';
import { Button, Check, Field, Tag } from '../ui/controls';
import { Icon } from '../ui/icons';
import ui from '../ui/ui.module.css';
import type { PanelChange } from '../view/layout';
import type { BoardPanel } from './board';
import css from './charts.module.css';
import { exportPanel } from './export';
import type { ChartModel } from './model';
import type { PanelEdit } from './Panel';
import { PanelLink } from './PanelLink';
import type { settingsOf } from './settings';
import { SMOOTHING_KINDS, type SmoothingKind } from './smoothing';

interface Props {
  panel: BoardPanel;
  model: ChartModel;
  settings: ReturnType<typeof settingsOf>;
  edit?: PanelEdit;
  /** Whether its lines are groups of runs. */
  grouped?: boolean;
}

const end = (text: string): number | null => (text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text));

/** Chooses one more metric, or writes a formula over several. */
export function MetricAdder({ names, chosen, onAdd }: { names: readonly string[]; chosen: readonly string[]; onAdd: (metric: string) => void }) {
  const [text, setText] = useState('');
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = names.filter((name) => !chosen.includes(name) && words.every((word) => name.toLowerCase().includes(word))).slice(0, 30);
  const formula = text.trim() !== '' && !names.includes(text.trim());
  const add = (metric: string) => {
    onAdd(metric);
    setText('');
  };
  return (
    <div className={css.adder}>
      <Field
        value={text} label="Add a metric or a formula" placeholder="metric, or a formula: train/loss - val/loss" onChange={setText}
        onKeyDown={(e) => {
          if (e.key !== 'Enter' || text.trim() === '') return;
          e.preventDefault();
          add(names.includes(text.trim()) ? text.trim() : `=${text.trim()}`);
        }}
      />
      {text !== '' && (
        <ul>
          {formula && <li><button type="button" onClick={() => add(`=${text.trim()}`)}><Icon name="plus" size={11} /> formula <code>{text.trim()}</code></button></li>}
          {fits.map((name) => <li key={name}><button type="button" onClick={() => add(name)}><Icon name="plus" size={11} /> {name}</button></li>)}
        </ul>
      )}
    </div>
  );
}

/** What one panel shows and how, applied at once; on a page without arrangement only what can be taken away. */
export function PanelMenu({ panel, model, settings, edit, grouped }: Props) {
  const { own, metrics } = panel;
  const set = (change: PanelChange) => edit?.change(panel.id, change);
  const three = (name: string, value: boolean | undefined, page: boolean, key: 'logX' | 'logY' | 'clip' | 'raw' | 'members', about: string) => (
    <Check checked={value ?? page} title={about} onChange={(on) => set({ [key]: on === page ? undefined : on })}>{name}</Check>
  );
  const names = edit?.names ?? [];
  const axes = ['step', 'relative', 'time', ...names.map((name) => `metric:${name}`)];
  const changed = Object.keys(own).some((key) => !['section', 'w', 'h', 'removed'].includes(key));
  return (
    <div className={css.menu} data-testid="panel-menu">
      {edit && (
        <>
          <Field value={own.title ?? ''} label="Title of this panel" placeholder={panel.title} wait={300} onChange={(title) => set({ title: title || undefined })} />
          <div className={css.chips}>
            {metrics.map((metric) => (
              <Tag key={metric}>
                {metric.replace(/^=/, 'ƒ ')}
                {metrics.length > 1 && <button type="button" aria-label={`Take ${metric} out`} onClick={() => set({ metrics: metrics.filter((one) => one !== metric) })}><Icon name="close" size={9} /></button>}
              </Tag>
            ))}
          </div>
          <MetricAdder names={names} chosen={metrics} onAdd={(metric) => set({ metrics: [...metrics, metric] })} />
          <div className={css.pairs}>
            <label htmlFor="panel-axis">x axis</label>
            <select id="panel-axis" className={ui.select} value={own.axis ?? ''} onChange={(e) => set({ axis: e.target.value || undefined })}>
              <option value="">as the page ({settings.axis.replace(/^metric:/, '')})</option>
              {axes.map((axis) => <option key={axis} value={axis}>{axis.replace(/^metric:/, '')}</option>)}
            </select>
            <label htmlFor="panel-smoothing">smoothing</label>
            <span className="row">
              <select aria-label="Kind of smoothing" className={ui.select} value={settings.smoothKind} onChange={(e) => set({ smoothKind: e.target.value as SmoothingKind })}>
                {SMOOTHING_KINDS.map(([kind, name, about]) => <option key={kind} value={kind} title={about}>{name}</option>)}
              </select>
              <input id="panel-smoothing" type="range" className={ui.range} min={0} max={0.999} step={0.001} value={settings.smoothing} onChange={(e) => set({ smoothing: Number(e.target.value) })} />
            </span>
            <span>y from, to</span>
            <span className="row">
              <Field value={own.y?.[0]?.toString() ?? ''} label="Lower end of y" placeholder="auto" wait={400} onChange={(text) => set({ y: ends(end(text), own.y?.[1] ?? null) })} />
              <Field value={own.y?.[1]?.toString() ?? ''} label="Upper end of y" placeholder="auto" wait={400} onChange={(text) => set({ y: ends(own.y?.[0] ?? null, end(text)) })} />
            </span>
          </div>
          <div className={css.checks}>
            {three('log x', own.logX, settings.logX ?? false, 'logX', 'Logarithmic x axis')}
            {three('log y', own.logY, settings.logY, 'logY', 'Logarithmic y axis')}
            {three('clip outliers', own.clip, settings.clip ?? false, 'clip', 'Leaves the highest and lowest 2 % out of the y axis')}
            {grouped && three('runs behind', own.members, settings.members ?? false, 'members', 'The runs of each group, faint behind its line; those of the first shown in the list')}
            <Check checked={own.raw ?? true} title="The line as logged, faint behind the smoothed one" onChange={(on) => set({ raw: on ? undefined : false })}>raw behind</Check>
            <Check checked={own.legend ?? metrics.length > 1} onChange={(on) => set({ legend: on })}>legend</Check>
          </div>
        </>
      )}
      <div className={css.actions}>
        {edit && <Button small icon="copy" onClick={() => edit.duplicate(panel)}>Duplicate</Button>}
        {edit && <Button small icon="left" label="Move before its neighbour" onClick={() => edit.shift(panel, -1)} />}
        {edit && <Button small icon="right" label="Move after its neighbour" onClick={() => edit.shift(panel, 1)} />}
        {edit && changed && panel.id[0] !== '+' && <Button small icon="reset" onClick={() => set({ title: undefined, metrics: undefined, axis: undefined, logX: undefined, logY: undefined, smoothing: undefined, smoothKind: undefined, y: undefined, clip: undefined, legend: undefined, raw: undefined, members: undefined })}>As it was</Button>}
        {edit && <Button small icon="trash" onClick={() => edit.remove(panel)}>Remove</Button>}
        {edit && <PanelLink panel={panel.id} />}
        <span className={css.exports}>
          <Icon name="download" size={12} />
          {(['png', 'svg', 'csv'] as const).map((form) => <Button key={form} small kind="ghost" disabled={model.lines.length === 0} onClick={() => exportPanel(model, panel.title, form)}>{form.toUpperCase()}</Button>)}
        </span>
      </div>
    </div>
  );
}

const ends = (low: number | null, high: number | null): PanelChange['y'] => (low === null && high === null ? undefined : [low, high]);
