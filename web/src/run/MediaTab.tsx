import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { getJson } from '../api/http';
import { recordsAt } from '../api/queries';
import type { RecordKey, Run, RunRecord } from '../api/types';
import { matcher } from '../charts/sections';
import { Button, Field } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useView } from '../view/useView';
import css from './media.module.css';
import { HistogramHeat } from './HistogramHeat';
import { RecordBody } from './RecordBody';

/** The records of one key at the page's step. */
function KeyCard({ run, info, step, onStep }: { run: Run; info: RecordKey; step: number | null; onStep: (step: number) => void }) {
  const query = useQuery(recordsAt(run.id, info.key, step));
  const records = query.data ?? [];
  return (
    <section className={css.card} data-type={info.type} data-testid="record" data-key={info.key}>
      <header>
        <h3 className="ellipsis">{info.key}</h3>
        <span className="muted">{info.type.replace('_', ' ')}</span>
        <span className="grow" />
        {records[0] && <span className="muted">step {records[0].step}{records.length > 1 && ` · ${records.length} items`}</span>}
      </header>
      {query.isPending && <Skeleton lines={4} />}
      {query.error && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && records.length === 0 && <p className={css.none}>Nothing at or before step {step}; the first is at step {info.firstStep}.</p>}
      {info.type === 'histogram' && info.firstStep < info.lastStep && <HistogramHeat run={run.id} info={info} step={step ?? info.lastStep} onStep={onStep} />}
      {records.length > 0 && <RecordBody run={run.id} type={info.type} records={records} />}
    </section>
  );
}

/** The neighbouring step that has a record of any of the keys. */
async function neighbour(run: number, keys: readonly RecordKey[], step: number, forward: boolean): Promise<number | undefined> {
  const found = await Promise.all(keys.slice(0, 12).map(async ({ key }) => {
    const bound = forward ? `fromStep=${step + 1}&order=asc` : `toStep=${step - 1}&order=desc`;
    const { records } = await getJson<{ records: RunRecord[] }>(`/runs/${run}/records?key=${encodeURIComponent(key)}&${bound}&limit=1`);
    return records[0]?.step;
  }));
  const steps = found.filter((s): s is number => s !== undefined);
  return steps.length === 0 ? undefined : forward ? Math.min(...steps) : Math.max(...steps);
}

/** Everything richer than a number, at one step chosen for the whole page. */
export function MediaTab({ run, keys }: { run: Run; keys: UseQueryResult<RecordKey[]> }) {
  const [view, change] = useView();
  const [draft, setDraft] = useState<number | null>(null);
  if (keys.isPending) return <Skeleton lines={6} />;
  if (keys.error) return <ProblemView error={keys.error} retry={() => void keys.refetch()} />;
  if (keys.data.length === 0)
    return <Empty title="No media"><p>This run has logged no images, tables, histograms, matrices or texts. Log them next to your metrics, with the same step, and they appear here.</p></Empty>;
  const matches = matcher(view.panels);
  const shown = keys.data.filter((k) => matches(k.key));
  const first = Math.min(...keys.data.map((k) => k.firstStep));
  const last = Math.max(...keys.data.map((k) => k.lastStep));
  const step = draft ?? view.step ?? last;
  const go = async (forward: boolean) => {
    const next = await neighbour(run.id, shown, step, forward);
    if (next !== undefined) change({ step: next >= last ? null : next });
  };
  return (
    <>
      <div className={css.bar} role="toolbar" aria-label="Media">
        <Field icon="search" value={view.panels} label="Search media" placeholder="Search media" wait={120} onChange={(panels) => change({ panels })} />
        {first < last && (
          <>
            <Button icon="left" kind="ghost" label="Previous step with media" onClick={() => void go(false)} />
            <input
              type="range" min={first} max={last} step={1} value={step} aria-label="Step" className={css.slider}
              onChange={(e) => setDraft(Number(e.target.value))}
              onPointerUp={() => { if (draft !== null) change({ step: draft >= last ? null : draft }); setDraft(null); }}
              onKeyUp={() => { if (draft !== null) change({ step: draft >= last ? null : draft }); setDraft(null); }}
            />
            <Button icon="right" kind="ghost" label="Next step with media" onClick={() => void go(true)} />
          </>
        )}
        <span className="muted">step <b>{step}</b>{view.step === null && draft === null && ', the newest'}</span>
      </div>
      <div className={css.scroll}>
        {shown.length === 0 && <Empty title={`Nothing matches “${view.panels}”`} />}
        <div className={css.cards}>{shown.map((info) => <KeyCard key={`${info.key} ${info.type}`} run={run} info={info} step={view.step} onStep={(s) => change({ step: s >= last ? null : s })} />)}</div>
      </div>
    </>
  );
}
