import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { formatValue, heading, numeric, valueOf } from '../runs/values';
import { StateMark } from '../ui/controls';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import type { PanelProps, TableSpec } from './registry';
import { usePanelRuns } from './usePanelRuns';

const SHOWN = 50;

/** A small table of runs. */
export function TablePanel({ project, filter, spec }: PanelProps<TableSpec>) {
  const sort = useMemo(() => (spec.sort ? [{ column: spec.sort, descending: spec.descending !== false }] : undefined), [spec.sort, spec.descending]);
  const runs = usePanelRuns(project, filter, spec.columns, sort);
  const [team, name] = project.split('/') as [string, string];
  const rows = runs.data?.rows ?? [];
  const shown = rows.slice(0, spec.limit ?? SHOWN);
  return (
    <PanelFrame label="Runs" pending={runs.isPending} error={runs.error} why={runs.data && rows.length === 0 ? 'No run matches.' : undefined} note={runs.data && shown.length < runs.data.total ? `the first ${shown.length} of ${runs.data.total} runs` : ''}>
      {() => (
        <div className={css.scrollAll}>
          <table className={css.compared} data-testid="runs-table">
            <thead><tr><th>Run</th>{spec.columns.map((c) => <th key={c} title={c} className={numeric(valueOf(shown[0]!, c, runs.dataUpdatedAt)) !== undefined ? 'num' : undefined}>{heading(c)}</th>)}</tr></thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.id}>
                  <th scope="row" className="ellipsis"><StateMark state={row.state} /> <Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: row.uid }}>{row.name || row.uid}</Link></th>
                  {spec.columns.map((c) => {
                    const value = valueOf(row, c, runs.dataUpdatedAt);
                    return <td key={c} className={numeric(value) !== undefined ? 'num' : undefined}>{formatValue(c, value) || <span className="muted">–</span>}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </PanelFrame>
  );
}
