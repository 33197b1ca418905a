import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { queryRuns, recordKeys, recordsAt } from '../api/queries';
import type { RunRow } from '../api/types';
import { useDark } from '../app/preferences';
import { colourOf } from '../charts/palette';
import { matcher } from '../charts/sections';
import { RecordBody } from '../run/RecordBody';
import { Button, Check, Field, Pop, StateMark } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useView } from '../view/useView';
import { sharedKeys, sharedRange, type SharedKey } from './compare';
import css from './media.module.css';
import type { Picture } from './pictures';
import { StepBar } from './StepBar';
import { neighbour } from './steps';
import { Wipe } from './Wipe';

const MOST = 8;

/** One key of several runs at the page's step, side by side, or two runs' pictures wiped over each other. */
function KeyRow({ shared, runs, step, wipe }: { shared: SharedKey; runs: readonly RunRow[]; step: number | null; wipe: boolean }) {
  const queries = useQueries({ queries: runs.map((run) => recordsAt(run.id, shared.key, step)) });
  const [a, b] = [queries[0]?.data ?? [], queries[1]?.data ?? []];
  const range = shared.type === 'histogram' ? sharedRange(queries.flatMap((q) => q.data ?? [])) : undefined;
  const pairs = wipe && shared.type === 'image' && runs.length === 2 ? Math.min(a.length, b.length) : 0;
  return (
    <section className={css.compareRow} data-testid="compare-row" data-key={shared.key}>
      <header><h3 className="ellipsis">{shared.key}</h3> <span className="muted">{shared.type.replace('_', ' ')}</span></header>
      {pairs > 0
        ? <div className={css.wipes}>{Array.from({ length: pairs }, (_, i) => <Wipe key={i} left={{ run: runs[0]!.id, name: runs[0]!.name, picture: a[i]!.value as unknown as Picture }} right={{ run: runs[1]!.id, name: runs[1]!.name, picture: b[i]!.value as unknown as Picture }} />)}</div>
        : (
          <div className={css.compareCells} style={{ gridTemplateColumns: `repeat(${runs.length}, minmax(260px, 1fr))` }}>
            {runs.map((run, i) => {
              const query = queries[i]!;
              const records = query.data ?? [];
              return (
                <div key={run.id} className={css.card} data-run={run.id}>
                  <p className={css.cellNote}>{records[0] ? `step ${records[0].step}` : ''}</p>
                  {query.error ? <ProblemView error={query.error} /> : query.isPending ? <Skeleton lines={4} /> : records.length > 0
                    ? <RecordBody run={run.id} recordKey={shared.key} type={shared.type} records={records} range={range} />
                    : <p className={css.none}>{shared.runs.includes(run.id) ? 'Nothing at or before this step.' : 'This run did not log it.'}</p>}
                </div>
              );
            })}
          </div>
        )}
    </section>
  );
}

/** Media of several runs next to each other, all at one step. */
export function ComparePage() {
  const { team, project: name } = useParams({ strict: false }) as { team: string; project: string };
  const project = `${team}/${name}`;
  const [view, change] = useView();
  const [wipe, setWipe] = useState(true);
  const [search, setSearch] = useState('');
  const dark = useDark();
  const runs = useQuery({ queryKey: ['compareRuns', project], queryFn: ({ signal }) => queryRuns(project, { limit: 200, sort: [{ column: 'createdAt', descending: true }] }, signal) });
  const list = runs.data?.runs;
  const chosen = useMemo(() => {
    const all = list ?? [];
    return (view.only.length > 0 ? view.only.flatMap((id) => all.find((r) => r.id === id) ?? []) : all.slice(0, 2)).slice(0, MOST);
  }, [list, view.only]);
  const keyQueries = useQueries({ queries: chosen.map((run) => recordKeys(run.id)) });
  const loaded = keyQueries.every((q) => q.isSuccess);
  const shared = sharedKeys(new Map(chosen.map((run, i) => [run.id, keyQueries[i]?.data ?? []])));
  useEffect(() => {
    document.title = `Media · ${project} · Cairn`;
  }, [project]);
  if (runs.error) return <ProblemView error={runs.error} retry={() => void runs.refetch()} />;
  if (!list) return <Skeleton lines={8} />;
  const matches = matcher(view.panels);
  const shown = shared.filter((k) => matches(k.key));
  const ids = chosen.map((r) => r.id);
  const flip = (id: number) => change({ only: ids.includes(id) ? ids.filter((i) => i !== id) : [...ids, id].slice(-MOST) });
  const [first, last] = [Math.min(...shared.map((k) => k.first)), Math.max(...shared.map((k) => k.last))];
  const found = list.filter((r) => r.name.toLowerCase().includes(search.toLowerCase()) || r.uid.includes(search));
  return (
    <div className={css.comparePage}>
      <div className={css.bar} role="toolbar" aria-label="Compare media">
        <Pop label="Runs to compare" trigger={<Button icon="wipe">{chosen.length} runs</Button>}>
          <Field icon="search" value={search} label="Search runs" placeholder="Search runs" onChange={setSearch} />
          <div className={css.runChoice}>{found.slice(0, 100).map((r) => <Check key={r.id} checked={ids.includes(r.id)} onChange={() => flip(r.id)}><StateMark state={r.state} /> <span className="ellipsis">{r.name}</span></Check>)}</div>
          {found.length === 0 && <p className="muted">No run matches.</p>}
        </Pop>
        <Field icon="search" value={view.panels} label="Search media" placeholder="Search media" wait={120} onChange={(panels) => change({ panels })} />
        {shared.length > 0 && <StepBar first={first} last={last} step={view.step} onStep={(step) => change({ step })} next={async (step, forward) => {
          const all = await Promise.all(chosen.map((run, i) => neighbour(run.id, keyQueries[i]?.data ?? [], step, forward)));
          const steps = all.filter((s): s is number => s !== undefined);
          return steps.length === 0 ? undefined : forward ? Math.min(...steps) : Math.max(...steps);
        }} />}
        <span className="grow" />
        {chosen.length === 2 && <Button on={wipe} label="Lay the two runs' pictures over each other" onClick={() => setWipe(!wipe)}>Wipe</Button>}
      </div>
      <div className={css.scroll}>
        {chosen.length === 0 && <Empty title="No runs chosen"><p>Choose two or more runs above to see their media side by side.</p></Empty>}
        {chosen.length > 0 && (
          <div className={css.compareNames} style={{ gridTemplateColumns: `repeat(${chosen.length}, minmax(260px, 1fr))` }}>
            {chosen.map((run) => <div key={run.id} className="row"><i className={css.runDot} style={{ background: colourOf(run.uid, dark) }} /><Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: run.uid }} search={{ tab: 'media' } as never} className="ellipsis">{run.name}</Link><Button small kind="ghost" icon="close" label={`Leave ${run.name} out`} onClick={() => flip(run.id)} /></div>)}
          </div>
        )}
        {loaded && chosen.length > 0 && shown.length === 0 && <Empty title={view.panels ? `Nothing matches “${view.panels}”` : 'No media'}><p>{view.panels ? 'The search is a regular expression over the names of media; clear it to see them all.' : 'None of these runs has logged anything richer than a number. Choose others above, or log images, sounds and tables next to the metrics.'}</p></Empty>}
        {shown.map((k) => <KeyRow key={`${k.type} ${k.key}`} shared={k} runs={chosen} step={view.step} wipe={wipe} />)}
      </div>
    </div>
  );
}
