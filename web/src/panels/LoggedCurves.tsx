import { useMemo } from 'react';
import { useDark } from '../app/preferences';
import { colourOf, DASHES } from '../charts/palette';
import { CurveLegend } from './CurveLegend';
import { CurvePlot } from './CurvePlot';
import { curvesOf, guessAxes, looksScored, tableOf } from './curves';
import { PanelFrame } from './PanelFrame';
import type { CurveSpec, PanelProps } from './registry';
import { ScoredCurves } from './ScoredCurves';
import { useRecords } from './useRecords';

const RUNS = 10;

/** The newest table of each run as curves of two of its columns; one that holds labels and scores is judged by the server. */
export function LoggedCurves(props: PanelProps<CurveSpec>) {
  const { project, filter, spec } = props;
  const found = useRecords(project, filter, spec.key, 'table', RUNS, 1);
  const dark = useDark();
  const plan = useMemo(() => {
    const tables = (found.data ?? []).flatMap(({ row, records }) => {
      const table = tableOf(records.at(-1)?.value);
      return table ? [{ row, table }] : [];
    });
    const scored = spec.draw === undefined && spec.x === undefined && tables.length > 0 && looksScored(tables[0]!.table);
    const guess = tables.length > 0 ? guessAxes(tables[0]!.table) : undefined;
    const [x, y] = [spec.x ?? guess?.x, spec.y ?? guess?.y];
    const by = spec.by ?? (spec.x === undefined ? guess?.by : undefined);
    if (scored || x === undefined || y === undefined) return { tables, scored, curves: [], x: x ?? '', y: y ?? '' };
    const curves = tables.flatMap(({ row, table }) => curvesOf(table, x, y, by === '' ? undefined : by).map((curve, i) => ({ key: `${row.id} ${curve.name ?? ''}`, name: [row.name || row.uid, curve.name].filter(Boolean).join(' · '), colour: colourOf(row.uid, dark), dash: DASHES[i % DASHES.length]!.join(' '), points: curve.points })));
    return { tables, scored, curves, x, y };
  }, [found.data, spec, dark]);
  if (plan.scored) return <ScoredCurves {...props} spec={{ ...spec, key: found.key }} draw="roc" />;
  const { curves } = plan;
  const why = found.why ?? (found.data === undefined ? undefined : plan.tables.length === 0 ? `${found.key} is no table that was kept whole.` : curves.length === 0 ? `Choose two columns with numbers: ${plan.tables[0]!.table.columns.join(', ')}.` : undefined);
  const chance = /fpr|false/i.test(plan.x) ? [{ from: [0, 0], to: [1, 1], label: 'chance' } as const] : [];
  return (
    <PanelFrame label={`${plan.y} over ${plan.x}`} pending={found.pending} error={found.error} why={why} legend={curves.length > 0 && <CurveLegend curves={curves} />}>
      {(width, height) => <CurvePlot width={width} height={height} curves={curves} x={plan.x} y={plan.y} references={chance} />}
    </PanelFrame>
  );
}
