import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { StateMark } from '../ui/controls';
import { Icon } from '../ui/icons';
import { ProblemView, Skeleton } from '../ui/states';
import css from './artifacts.module.css';
import { layGraph } from './layers';
import { lineage } from './queries';

const [WIDTH, HEIGHT, GAP_X, GAP_Y, PAD] = [172, 44, 36, 14, 16];

/** Which runs made and used a version, and what those came from and led to. */
export function LineageGraph({ id }: { id: number }) {
  const query = useQuery(lineage(id));
  const graph = useMemo(() => (query.data ? layGraph(query.data) : undefined), [query.data]);
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data || !graph) return <Skeleton lines={6} />;
  const { artifacts, runs, isCut } = query.data;
  const spot = new Map(graph.nodes.map((n) => [n.key, { left: PAD + n.x * (WIDTH + GAP_X), top: PAD + n.y * (HEIGHT + GAP_Y) }]));
  return (
    <div className={css.graphScroll}>
      {graph.edges.length === 0 && <p className={css.none}>No run is known to have made or used this version.</p>}
      {isCut && <p className={css.none}>Only the nearest {graph.nodes.length} versions and runs are shown.</p>}
      <div className={css.graph} data-testid="lineage" style={{ width: 2 * PAD + graph.columns * (WIDTH + GAP_X) - GAP_X, height: 2 * PAD + graph.rows * (HEIGHT + GAP_Y) - GAP_Y }}>
        <svg width="100%" height="100%" aria-hidden="true">
          <defs><marker id={`arrow-${id}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0.5 0.5L7 4L0.5 7.5" className={css.arrow} /></marker></defs>
          {graph.edges.map((e) => {
            const [a, b] = [spot.get(e.from), spot.get(e.to)];
            if (!a || !b) return null;
            const [x1, y1, x2, y2] = [a.left + WIDTH, a.top + HEIGHT / 2, b.left, b.top + HEIGHT / 2];
            return <path key={`${e.from} ${e.to}`} markerEnd={`url(#arrow-${id})`} d={`M${x1} ${y1} C${x1 + GAP_X / 2} ${y1} ${x2 - GAP_X / 2} ${y2} ${x2} ${y2}`} />;
          })}
        </svg>
        {graph.nodes.map((node) => {
          const style = { ...spot.get(node.key)!, width: WIDTH, height: HEIGHT };
          if (node.kind === 'run') {
            const run = runs.find((r) => r.id === node.id)!;
            const [team, project] = run.project.split('/') as [string, string];
            return <Link key={node.key} to="/$team/$project/runs/$uid" params={{ team, project, uid: run.uid }} className={css.node} data-kind="run" style={style}><b className="ellipsis"><StateMark state={run.state as never} /> {run.name || run.uid}</b><small className="ellipsis">run in {run.project}</small></Link>;
          }
          const a = artifacts.find((one) => one.id === node.id)!;
          const [team, project] = a.project.split('/') as [string, string];
          return <Link key={node.key} to="/$team/$project/artifacts/$type/$collection/$version" params={{ team, project, type: a.type, collection: a.collection, version: `v${a.version}` }} className={css.node} data-kind="artifact" data-current={node.id === id} style={style}><b className="ellipsis"><Icon name="package" size={12} /> {a.collection}:v{a.version}</b><small className="ellipsis">{a.type}</small></Link>;
        })}
      </div>
    </div>
  );
}
