import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { recordsAt } from '../api/queries';
import type { RecordKey, Run } from '../api/types';
import css from '../media/media.module.css';
import { StepBar } from '../media/StepBar';
import { neighbour } from '../media/steps';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useView } from '../view/useView';
import { RecordBody } from './RecordBody';
import { TABLES } from './tableTypes';

/** The tables of a run, one at a time over the whole page, at the page's step. */
export function TablesTab({ run, keys }: { run: Run; keys: UseQueryResult<RecordKey[]> }) {
  const [view, change] = useView();
  const tables = (keys.data ?? []).filter((k) => TABLES.has(k.type));
  const current = tables.find((k) => k.key === view.key) ?? tables[0];
  const query = useQuery({ ...recordsAt(run.id, current?.key ?? '', view.step), enabled: current !== undefined });
  if (keys.isPending) return <Skeleton lines={6} />;
  if (keys.error) return <ProblemView error={keys.error} retry={() => void keys.refetch()} />;
  if (!current) return <Empty title="No tables"><p>This run has logged no table. <code>run.LogTable</code> in C# and <code>wandb.Table</code> in Python write one; its cells may hold images and sounds.</p></Empty>;
  return (
    <>
      <div className={css.bar} role="toolbar" aria-label="Tables">
        <label className="row"><span className="muted">Table</span>
          <select className={css.chooser} value={current.key} aria-label="Table" onChange={(e) => change({ key: e.target.value })}>{tables.map((k) => <option key={k.key}>{k.key}</option>)}</select>
        </label>
        <span className="muted">{tables.length > 1 && `${tables.length} tables`}</span>
        <StepBar first={current.firstStep} last={current.lastStep} step={view.step} onStep={(step) => change({ step })} next={(step, forward) => neighbour(run.id, [current], step, forward)} />
      </div>
      {query.error && <ProblemView error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton lines={8} />}
      {query.data?.length === 0 && <Empty title={`No table at or before step ${view.step}`}><p>“{current.key}” was first logged at step {current.firstStep}.</p></Empty>}
      {query.data && query.data.length > 0 && <div className={css.tables} data-testid="record" data-key={current.key}><RecordBody run={run.id} recordKey={current.key} type={current.type} records={query.data} tall={query.data.length === 1} /></div>}
    </>
  );
}
