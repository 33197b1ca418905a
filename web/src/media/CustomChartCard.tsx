import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { getJson } from '../api/http';
import { recordsAt } from '../api/queries';
import type { Json } from '../api/types';
import { ConfusionMatrix } from '../run/ConfusionMatrix';
import { ProblemView, Skeleton } from '../ui/states';
import { chartSpec, confusionOf, type CustomChart } from './customCharts';
import { DataTable } from './DataTable';
import { tableFile } from './FileTable';
import css from './media.module.css';
import { fillIn, parseSpec, tableRows, withTable } from './vegaSpec';

const VegaView = lazy(() => import('./VegaView').then((m) => ({ default: m.VegaView })));

/** A chart that a W&B client defined, drawn from its table at the page's step. */
export function CustomChartCard({ run, chart, step }: { run: number; chart: CustomChart; step: number | null }) {
  const records = useQuery(recordsAt(run, chart.table, step));
  const value = records.data?.[0]?.value;
  const path = typeof value?.file === 'string' ? value.file : '';
  const table = useQuery({ ...tableFile(run, path), enabled: path !== '' });
  const preset = chart.preset.startsWith('wandb/');
  const [team, name] = chart.preset.split('/').map(encodeURIComponent);
  const design = useQuery({ queryKey: ['design', chart.preset], enabled: !preset && name !== undefined, retry: false, staleTime: 60_000, queryFn: ({ signal }) => getJson<{ spec: Json }>(`/charts/${team}/${name}`, signal) });
  const own = useMemo(() => {
    const text = design.data === undefined ? undefined : typeof design.data.spec === 'string' ? design.data.spec : JSON.stringify(design.data.spec);
    return text === undefined ? undefined : parseSpec(text);
  }, [design.data]);
  const spec = useMemo(() => {
    if (!table.data) return undefined;
    return own?.spec ? { height: 240, width: 'container', ...withTable(fillIn(own.spec, chart.fields, chart.words), tableRows(table.data)) } : chartSpec(chart, table.data);
  }, [chart, table.data, own]);
  const matrix = useMemo(() => (table.data && chart.preset.includes('confusion_matrix') ? confusionOf(chart, table.data) : undefined), [chart, table.data]);
  const error = records.error ?? table.error;
  return (
    <section className={css.card} data-testid="custom-chart" data-key={chart.key}>
      <header><h3 className="ellipsis">{chart.title}</h3><span className="muted">{chart.preset.replace(/^wandb\//, '').replace(/\/v\d+$/, '')}</span><span className="grow" />{records.data?.[0] && <span className="muted">step {records.data[0].step}</span>}</header>
      {error && <ProblemView error={error} retry={() => void records.refetch()} />}
      {records.isSuccess && records.data.length === 0 && <p className={css.none}>Its table “{chart.table}” was not logged{step === null ? '' : ` up to step ${step}`}.</p>}
      {(records.isPending || (path !== '' && table.isPending)) && <Skeleton lines={6} />}
      {matrix ? <ConfusionMatrix classes={matrix.classes} matrix={matrix.matrix} /> : spec ? <Suspense fallback={<Skeleton lines={6} />}><VegaView spec={spec} label={chart.title} /></Suspense> : !design.isLoading && table.data && (
        <><p className={css.none}>{own?.problem ? `The design ${chart.preset} cannot be drawn: ${own.problem}` : `The chart type ${chart.preset} is not known here`}; this is its table.</p><DataTable run={run} table={table.data} name={chart.table} /></>
      )}
    </section>
  );
}
