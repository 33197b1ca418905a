import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { recordsAt } from '../api/queries';
import { ConfusionMatrix } from '../run/ConfusionMatrix';
import { ProblemView, Skeleton } from '../ui/states';
import { chartSpec, confusionOf, type CustomChart } from './customCharts';
import { DataTable } from './DataTable';
import { tableFile } from './FileTable';
import css from './media.module.css';

const VegaView = lazy(() => import('./VegaView').then((m) => ({ default: m.VegaView })));

/** A chart that a W&B client defined, drawn from its table at the page's step. */
export function CustomChartCard({ run, chart, step }: { run: number; chart: CustomChart; step: number | null }) {
  const records = useQuery(recordsAt(run, chart.table, step));
  const value = records.data?.[0]?.value;
  const path = typeof value?.file === 'string' ? value.file : '';
  const table = useQuery({ ...tableFile(run, path), enabled: path !== '' });
  const spec = useMemo(() => (table.data ? chartSpec(chart, table.data) : undefined), [chart, table.data]);
  const matrix = useMemo(() => (table.data && chart.preset.includes('confusion_matrix') ? confusionOf(chart, table.data) : undefined), [chart, table.data]);
  const error = records.error ?? table.error;
  return (
    <section className={css.card} data-testid="custom-chart" data-key={chart.key}>
      <header><h3 className="ellipsis">{chart.title}</h3><span className="muted">{chart.preset.replace(/^wandb\//, '').replace(/\/v\d+$/, '')}</span><span className="grow" />{records.data?.[0] && <span className="muted">step {records.data[0].step}</span>}</header>
      {error && <ProblemView error={error} retry={() => void records.refetch()} />}
      {records.isSuccess && records.data.length === 0 && <p className={css.none}>Its table “{chart.table}” was not logged{step === null ? '' : ` up to step ${step}`}.</p>}
      {(records.isPending || (path !== '' && table.isPending)) && <Skeleton lines={6} />}
      {matrix ? <ConfusionMatrix classes={matrix.classes} matrix={matrix.matrix} /> : spec ? <Suspense fallback={<Skeleton lines={6} />}><VegaView spec={spec} label={chart.title} /></Suspense> : table.data && (
        <><p className={css.none}>The chart type {chart.preset} is not known here; this is its table.</p><DataTable run={run} table={table.data} name={chart.table} /></>
      )}
    </section>
  );
}
