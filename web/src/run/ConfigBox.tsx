import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { queryRuns, run as runQuery } from '../api/queries';
import type { Json, Landmark, Run } from '../api/types';
import { formatDelta } from '../charts/ticks';
import { likeTerm } from '../runs/filter';
import { Button, Check, Copy, Field, Pop, StateMark } from '../ui/controls';
import { ProblemView, Skeleton } from '../ui/states';
import { useView } from '../view/useView';
import { differences, distance, type Difference } from './differences';
import { JsonTree } from './JsonTree';
import css from './run.module.css';

interface Choice { uid: string; name: string; note: string }

/** A button that chooses the run to compare with: the parent and the landmarks first, any other by its name. */
function Against({ run, landmarks, chosen, onChoose }: { run: Run; landmarks: readonly Landmark[]; chosen: string | null; onChoose: (uid: string | null) => void }) {
  const [search, setSearch] = useState('');
  const marked = [...new Set(landmarks.flatMap((l) => (l.run !== undefined && l.run !== run.id ? [l.run] : [])))];
  const found = useQuery({
    queryKey: ['against', run.project, search, marked.join()],
    queryFn: ({ signal }) => queryRuns(run.project, { filter: search === '' ? undefined : `name ilike ${likeTerm(search)} or uid ilike ${likeTerm(search)}`, limit: 40, sort: [{ column: 'createdAt', descending: true }] }, signal),
  });
  const rows = (found.data?.runs ?? []).filter((r) => r.uid !== run.uid);
  const first: Choice[] = [
    ...(run.parent && search === '' ? [{ uid: run.parent, name: rows.find((r) => r.uid === run.parent)?.name ?? run.parent, note: 'parent' }] : []),
    ...rows.filter((r) => marked.includes(r.id)).map((r) => ({ uid: r.uid, name: r.name, note: 'landmark' })),
  ];
  const others = rows.filter((r) => !first.some((f) => f.uid === r.uid));
  return (
    <Pop label="Compare with a run" align="end" trigger={<Button small icon="wipe" on={chosen !== null}>Compare</Button>}>
      <Field icon="search" value={search} label="Search runs" placeholder="Search runs" wait={150} onChange={setSearch} />
      <ul className={css.against}>
        {chosen !== null && <li><button type="button" onClick={() => onChoose(null)}>Do not compare</button></li>}
        {first.map((c) => <li key={c.uid}><button type="button" aria-current={c.uid === chosen} onClick={() => onChoose(c.uid)}><span className="ellipsis grow">{c.name}</span><small className="muted">{c.note}</small></button></li>)}
        {others.map((r) => <li key={r.uid}><button type="button" aria-current={r.uid === chosen} onClick={() => onChoose(r.uid)}><StateMark state={r.state} /><span className="ellipsis grow">{r.name}</span></button></li>)}
      </ul>
      {found.isSuccess && rows.length === 0 && <p className="muted">{search === '' ? 'The project has no other run.' : 'No run matches.'}</p>}
    </Pop>
  );
}

const said = (value: Json | undefined) => (value === undefined ? <span className="muted">absent</span> : typeof value === 'string' ? value : JSON.stringify(value));

function Table({ title, list, other }: { title: string; list: readonly Difference[]; other: string }) {
  if (list.length === 0) return null;
  return (
    <table className={`${css.table} ${css.diffTable}`}>
      <thead><tr><th>{title}</th><th>this run</th><th title={other}>{other}</th><th className="num">difference</th></tr></thead>
      <tbody>{list.map((d) => {
        const by = distance(d);
        return <tr key={d.path} data-kind={d.kind} data-testid="difference"><td>{d.path}</td><td className="mono">{said(d.mine)}</td><td className="mono">{said(d.theirs)}</td><td className="num muted">{d.kind === 'changed' && by !== undefined ? formatDelta(by) : d.kind === 'added' ? 'only here' : d.kind === 'removed' ? 'only there' : ''}</td></tr>;
      })}</tbody>
    </table>
  );
}

/** How the run's settings and surroundings differ from those of the run that the address names. */
function Compared({ run, uid, all }: { run: Run; uid: string; all: boolean }) {
  const query = useQuery(runQuery(run.project, uid));
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton lines={4} />;
  const other = query.data;
  const keep = (list: Difference[]) => (all ? list : list.filter((d) => d.kind !== 'same'));
  const surroundings = (r: Run): Json => Object.fromEntries(Object.entries(r.environment ?? {}).filter(([key]) => !['wandb', 'packages'].includes(key))) as Json;
  const parts: [string, Difference[]][] = [
    ['Config', keep(differences(run.config, other.config))],
    ['Environment', keep(differences(surroundings(run), surroundings(other)))],
    ['Packages', differences((run.environment?.packages ?? {}) as Json, (other.environment?.packages ?? {}) as Json).filter((d) => d.kind !== 'same')],
  ];
  const [team, project] = run.project.split('/') as [string, string];
  return (
    <>
      <p className={css.against1}>against <Link to="/$team/$project/runs/$uid" params={{ team, project, uid }}>{other.name}</Link></p>
      {parts.every(([, list]) => list.length === 0) && <p className={css.none}>Config, environment and packages are the same.</p>}
      <div className={css.diffScroll}>{parts.map(([title, list]) => <Table key={title} title={title} list={list} other={other.name} />)}</div>
    </>
  );
}

/** The run's settings as a tree, or what differs from another run's. */
export function ConfigBox({ run, landmarks }: { run: Run; landmarks: readonly Landmark[] }) {
  const [view, change] = useView();
  const [all, setAll] = useState(false);
  const [search, setSearch] = useState('');
  const config = run.config ?? {};
  const count = Object.keys(config).length;
  const wanted = search.toLowerCase();
  const shown = wanted === '' ? config : Object.fromEntries(Object.entries(config).filter(([key, value]) => key.toLowerCase().includes(wanted) || JSON.stringify(value).toLowerCase().includes(wanted)));
  return (
    <section className={css.box} aria-label="Config">
      <header>
        <h2>Config</h2><span className="muted">{count || ''}</span><span className="grow" />
        {view.delta === null && count > 8 && <Field icon="search" value={search} label="Search the config" placeholder="Search" onChange={setSearch} className={css.boxSearch} />}
        {view.delta !== null && <Check checked={!all} onChange={(only) => setAll(!only)}>only differences</Check>}
        <Against run={run} landmarks={landmarks} chosen={view.delta} onChoose={(delta) => change({ delta })} />
        <Copy text={JSON.stringify(config, null, 2)} label="Copy as JSON" />
      </header>
      {view.delta !== null ? <Compared run={run} uid={view.delta} all={all} />
        : count === 0 ? <p className={css.none}>This run was started without a config.</p>
        : Object.keys(shown).length === 0 ? <p className={css.none}>Nothing in the config matches.</p>
        : <JsonTree value={shown} />}
    </section>
  );
}
