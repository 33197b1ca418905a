import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getJson } from '../api/http';
import type { Run } from '../api/types';
import { formatDuration } from '../charts/ticks';
import { StateMark, Tag } from '../ui/controls';
import { familyRows, type RelatedRun } from './family';
import css from './run.module.css';

const family = (run: number) =>
  queryOptions({ queryKey: ['family', run] as const, queryFn: ({ signal }) => getJson<{ runs: RelatedRun[]; isCut: boolean }>(`/runs/${run}/family`, signal), refetchInterval: 15_000 });

/** The runs from which this one was started and that were started from it, as a tree; nothing for a run on its own. */
export function FamilyBox({ run }: { run: Run }) {
  const { data } = useQuery(family(run.id));
  if (!data || (data.runs.length < 2 && !run.parent)) return null;
  const [team, project] = run.project.split('/') as [string, string];
  const rows = familyRows(data.runs);
  return (
    <section className={css.box} aria-label="Nested runs">
      <header><h2>Nested runs</h2><span className="muted">{data.runs.length - 1}{data.isCut && '+'}</span></header>
      {data.runs.length < 2 && <p className={css.none}>Its parent <span className="mono">{run.parent}</span> is not in this project, or in the trash.</p>}
      <ul className={css.family} role="tree" aria-label="Nested runs">
        {rows.map(({ run: one, depth }) => (
          <li key={one.id} role="treeitem" aria-level={depth + 1} aria-selected={one.id === run.id} data-testid="relative" style={{ paddingLeft: 12 + depth * 16 }}>
            <StateMark state={one.state as never} />
            {one.id === run.id ? <b className="ellipsis">{one.name || one.uid}</b> : <Link to="/$team/$project/runs/$uid" params={{ team, project, uid: one.uid }} className="ellipsis">{one.name || one.uid}</Link>}
            {one.jobType && <Tag>{one.jobType}</Tag>}
            <span className="grow" />
            {one.finishedAt !== undefined && <small className="muted">{formatDuration((one.finishedAt - one.startedAt) / 1000)}</small>}
          </li>
        ))}
      </ul>
      {data.isCut && <p className={css.none}>Only the first {data.runs.length} are listed.</p>}
    </section>
  );
}
