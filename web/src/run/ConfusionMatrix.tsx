import { useState } from 'react';
import { Button } from '../ui/controls';
import { confusionFigures } from './confusion';
import css from '../media/media.module.css';

const percent = (share: number) => (Number.isNaN(share) ? '–' : `${(share * 100).toFixed(share > 0.9995 || share === 0 ? 0 : 1)}`);

/** Rows are the true classes, coloured by their share: the diagonal in moss, mistakes in red, both stronger with more. */
export function ConfusionMatrix({ classes, matrix }: { classes: readonly string[]; matrix: readonly (readonly number[])[] }) {
  const [shares, setShares] = useState(false);
  const { recall, precision, rows, accuracy, total } = confusionFigures(matrix);
  const name = (i: number) => classes[i] ?? String(i);
  const worst = Math.max(1e-9, ...matrix.flatMap((row, i) => row.map((n, j) => (i === j ? 0 : n / (rows[i] || 1)))));
  const names = Math.min(140, 14 + 6.2 * Math.max(12, ...classes.map((c) => c.length)));
  const dense = matrix.length > 24;
  return (
    <div className={css.confusion}>
      <div className="row">
        <span className="muted">accuracy</span> <b>{percent(accuracy)} %</b> <span className="muted">of {total}</span> <span className="grow" />
        <Button small kind="ghost" on={!shares} onClick={() => setShares(false)}>counts</Button><Button small kind="ghost" on={shares} onClick={() => setShares(true)}>% of row</Button>
      </div>
      <div className={css.tableScroll}>
        <table className={css.matrix} data-dense={dense} data-many={matrix.length > 5} style={{ minWidth: 152 + matrix.length * (dense ? 6 : 25) }}>
          <colgroup><col style={{ width: names }} />{matrix.map((_, j) => <col key={j} />)}<col style={{ width: 52 }} /></colgroup>
          <thead><tr><th scope="col" className={css.corner}>true ↓ predicted&nbsp;→</th>{matrix.map((_, j) => <th key={j} scope="col" title={name(j)}><span>{name(j)}</span></th>)}<th scope="col"><b>recall %</b></th></tr></thead>
          <tbody>
            {matrix.map((row, i) => (
              <tr key={i}>
                <th scope="row">{name(i)}</th>
                {row.map((n, j) => {
                  const share = rows[i]! > 0 ? n / rows[i]! : 0;
                  const strength = i === j ? 15 + 70 * share : n === 0 ? 0 : 8 + 62 * Math.sqrt(share / worst);
                  return (
                    <td key={j} title={`${name(i)} taken for ${name(j)}: ${n} (${percent(share)} %)`} style={{ background: `color-mix(in oklab, var(--${i === j ? 'heat-right' : 'heat-wrong'}) ${strength}%, transparent)` }}>
                      {dense || n === 0 ? '' : shares ? percent(share) : n}
                    </td>
                  );
                })}
                <td className={css.recall}><i style={{ width: `${(recall[i] || 0) * 100}%` }} /><span>{percent(recall[i]!)}</span></td>
              </tr>
            ))}
          </tbody>
          <tfoot><tr><th scope="row">precision %</th>{precision.map((p, j) => <td key={j}>{dense || Number.isNaN(p) ? '' : Math.round(p * 100)}</td>)}<td /></tr></tfoot>
        </table>
      </div>
    </div>
  );
}
