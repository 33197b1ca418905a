import { useState } from 'react';
import { parseSpec } from '../media/vegaSpec';
import { heading } from '../runs/values';
import { Button } from '../ui/controls';
import ui from '../ui/ui.module.css';
import { ColumnSelect } from './ColumnSelect';
import { KeySelect } from './KeySelect';
import css from './panels.module.css';
import type { PanelProps, VegaSpec } from './registry';
import { useVegaRows } from './useVegaRows';

const SOURCES = [['runs', 'a row for each run'], ['history', 'a row for each step of metrics'], ['table', 'the rows of a logged table']] as const;

export function VegaEditor({ project, filter, spec, change }: PanelProps<VegaSpec>) {
  const [draft, setDraft] = useState(spec.spec);
  const [last, setLast] = useState(spec.spec);
  if (spec.spec !== last) {
    setLast(spec.spec);
    setDraft(spec.spec);
  }
  const table = useVegaRows(project, filter, spec);
  const { problem } = parseSpec(draft);
  const source = spec.source ?? 'runs';
  const [columns, metrics] = [spec.columns ?? [], spec.metrics ?? []];
  const list = (names: readonly string[], member: 'columns' | 'metrics') => names.length > 0 && (
    <ul className={css.order}>
      {names.map((c) => <li key={c}><span className="ellipsis grow" title={c}>{heading(c)}</span><Button small kind="ghost" icon="close" label={`Leave out ${heading(c)}`} onClick={() => change?.({ [member]: names.filter((o) => o !== c) })} /></li>)}
    </ul>
  );
  const keep = () => {
    if (!problem && draft !== spec.spec) change?.({ spec: draft });
  };
  return (
    <div className={`${css.editor} ${css.wide}`} data-wide="true">
      <label className={css.field}>
        <span>Table</span>
        <select className={ui.select} value={source} onChange={(e) => change?.({ source: e.target.value as VegaSpec['source'] })}>{SOURCES.map(([value, title]) => <option key={value} value={value}>{title}</option>)}</select>
      </label>
      {source === 'table' && <KeySelect project={project} type="table" value={spec.key ?? ''} onChange={(key) => change?.({ key })} />}
      {source === 'history' && (
        <>
          {list(metrics, 'metrics')}
          <ColumnSelect project={project} label="Metric" only="metrics." none="add one" value="" onChange={(c) => { const name = c.slice('metrics.'.length).replace(/:(min|max|mean)$/, ''); if (c && !metrics.includes(name)) change?.({ metrics: [...metrics, name] }); }} />
        </>
      )}
      {source !== 'table' && (
        <>
          {list(columns, 'columns')}
          <ColumnSelect project={project} label="Column" none="add one" value="" onChange={(c) => c && !columns.includes(c) && change?.({ columns: [...columns, c] })} />
        </>
      )}
      <p className="muted">Columns: {table.columns.map((name) => <code key={name}>{name} </code>)}</p>
      <textarea
        className={css.spec} rows={14} spellCheck={false} aria-label="Vega-Lite or Vega spec" aria-invalid={problem !== undefined} value={draft}
        onChange={(e) => setDraft(e.target.value)} onBlur={keep}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) keep();
        }}
      />
      <div className="row">
        <Button kind="primary" disabled={problem !== undefined || draft === spec.spec} onClick={keep}>Draw</Button>
        <span className={problem ? css.bad : 'muted'} role="status">{problem ?? 'The table is there as {"name": "table"}. Nothing is loaded from the network.'}</span>
      </div>
    </div>
  );
}
