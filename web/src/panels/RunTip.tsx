import type { RunRow } from '../api/types';
import { formatValue, heading, valueOf } from '../runs/values';
import css from './panels.module.css';

/** A run's name and values beside the pointer. */
export function RunTip({ row, columns, now, x, y, width }: { row: RunRow; columns: readonly string[]; now: number; x: number; y: number; width: number }) {
  const left = x > width / 2;
  return (
    <div className={css.tip} style={{ top: Math.max(0, y - 12), ...(left ? { right: width - x + 12 } : { left: x + 12 }) }}>
      <b>{row.name || row.uid}</b>
      <dl>
        {columns.map((column) => <div key={column}><dt>{heading(column)}</dt><dd>{formatValue(column, valueOf(row, column, now)) || '–'}</dd></div>)}
      </dl>
    </div>
  );
}
