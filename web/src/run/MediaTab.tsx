import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef } from 'react';
import { recordsAt } from '../api/queries';
import type { Json, RecordKey, Run } from '../api/types';
import { useKeys } from '../app/keys';
import { matcher } from '../charts/sections';
import { customCharts } from '../media/customCharts';
import css from '../media/media.module.css';
import { StepBar } from '../media/StepBar';
import { neighbour } from '../media/steps';
import { Button, Field } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import ui from '../ui/ui.module.css';
import { useView } from '../view/useView';
import { HistogramHeat } from './HistogramHeat';
import { RecordBody } from './RecordBody';
import { TABLES } from './tableTypes';

const CustomChartCard = lazy(() => import('../media/CustomChartCard').then((m) => ({ default: m.CustomChartCard })));

/** The records of one key at the page's step. */
function KeyCard({ run, info, step, onStep }: { run: Run; info: RecordKey; step: number | null; onStep: (step: number) => void }) {
  const query = useQuery(recordsAt(run.id, info.key, step));
  const records = query.data ?? [];
  return (
    <section className={css.card} data-type={info.type} data-testid="record" data-key={info.key} data-wide={info.type === 'image' && records.length === 1 ? false : undefined}>
      <header>
        <h3 className="ellipsis" title={info.key}>{info.key}</h3>
        <span className="muted">{info.type.replace('_', ' ')}</span>
        <span className="grow" />
        {records[0] && <span className="muted">step {records[0].step}{records.length > 1 && ` · ${records.length} items`}</span>}
      </header>
      {query.isPending && <Skeleton lines={4} />}
      {query.error && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && records.length === 0 && <p className={css.none}>Nothing at or before step {step}; the first is at step {info.firstStep}.</p>}
      {info.type === 'histogram' && info.firstStep < info.lastStep && <HistogramHeat run={run.id} info={info} step={step ?? info.lastStep} onStep={onStep} />}
      {records.length > 0 && <RecordBody run={run.id} recordKey={info.key} type={info.type} records={records} />}
    </section>
  );
}

/** Everything richer than a number but tables, at one step chosen for the whole page. */
export function MediaTab({ run, keys }: { run: Run; keys: UseQueryResult<RecordKey[]> }) {
  const [view, change] = useView();
  const search = useRef<HTMLInputElement>(null);
  const charts = useMemo(() => customCharts(run.environment as Json), [run.environment]);
  useKeys({ '/': () => search.current?.focus() });
  if (keys.isPending) return <Skeleton lines={6} />;
  if (keys.error) return <ProblemView error={keys.error} retry={() => void keys.refetch()} />;
  const media = keys.data.filter((k) => !TABLES.has(k.type));
  if (media.length === 0 && charts.length === 0)
    return <Empty title="No media"><p>This run has logged no images, sounds, histograms, matrices, 3-D objects or texts. Log them next to your metrics, with the same step, and they appear here.</p>{keys.data.length > 0 && <p><Link to="." search={{ tab: 'tables' } as never}>Its tables have a tab of their own.</Link></p>}</Empty>;
  const matches = matcher(view.panels);
  const shown = media.filter((k) => matches(k.key));
  const drawn = charts.filter((c) => matches(c.title) || matches(c.key));
  const first = Math.min(...keys.data.map((k) => k.firstStep));
  const last = Math.max(...keys.data.map((k) => k.lastStep));
  const [team, project] = run.project.split('/') as [string, string];
  return (
    <>
      <div className={css.bar} role="toolbar" aria-label="Media">
        <Field ref={search} icon="search" hint="/" value={view.panels} label="Search media" placeholder="Search media" wait={120} onChange={(panels) => change({ panels })} />
        <StepBar first={first} last={last} step={view.step} onStep={(step) => change({ step })} next={(step, forward) => neighbour(run.id, shown, step, forward)} />
        <span className="grow" />
        {media.length > 0 && <Link to="/$team/$project/media" params={{ team, project }} search={{ only: String(run.id), ...(view.step !== null && { step: String(view.step) }) } as never} className={ui.button}><Icon name="wipe" /> Compare runs</Link>}
      </div>
      <div className={css.scroll}>
        {shown.length + drawn.length === 0 && <Empty title={`Nothing matches “${view.panels}”`}><p>The search is a regular expression over the names of this run’s media.</p><Button small onClick={() => change({ panels: '' })}>Clear the search</Button></Empty>}
        <div className={css.cards}>
          {shown.map((info) => <KeyCard key={`${info.key} ${info.type}`} run={run} info={info} step={view.step} onStep={(s) => change({ step: s >= last ? null : s })} />)}
          <Suspense fallback={<Skeleton lines={4} />}>{drawn.map((chart) => <CustomChartCard key={chart.key} run={run.id} chart={chart} step={view.step} />)}</Suspense>
        </div>
      </div>
    </>
  );
}
