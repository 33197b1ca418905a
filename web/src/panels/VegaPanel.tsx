import { useMemo } from 'react';
import { fitted, parseSpec, unknownFields, withTable } from '../media/vegaSpec';
import { VegaView } from '../media/VegaView';
import { PanelFrame } from './PanelFrame';
import type { PanelProps, VegaSpec } from './registry';
import { useVegaRows } from './useVegaRows';

/** A chart of the reader's own, written in Vega-Lite or Vega, over a table of runs. */
export function VegaPanel({ project, filter, spec }: PanelProps<VegaSpec>) {
  const table = useVegaRows(project, filter, spec);
  const parsed = useMemo(() => parseSpec(spec.spec), [spec.spec]);
  const drawn = useMemo(() => (parsed.spec && table.rows ? fitted(withTable(parsed.spec, table.rows)) : undefined), [parsed.spec, table.rows]);
  const unknown = parsed.spec ? unknownFields(parsed.spec, table.columns) : [];
  const why = parsed.problem ?? table.why;
  return (
    <PanelFrame
      label="Custom chart" pending={why === undefined && table.pending} error={table.error} why={why}
      legend={why === undefined && unknown.length > 0 && <p className="muted" role="status">The table has no column {unknown.map((name) => `“${name}”`).join(', ')}; there are {table.columns.join(', ')}.</p>}
      note={why === undefined ? table.note : ''}
    >
      {() => drawn && <VegaView spec={drawn} label="Custom chart" fill />}
    </PanelFrame>
  );
}
