import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { activity as activityQuery, projectList, serverInfo } from '../api/queries';
import { formatAgo, formatTime } from '../charts/ticks';
import { Button, Field } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { GettingStarted } from './GettingStarted';
import css from './home.module.css';
import { isRegistry } from './registries';
import { Alerts, DiskLine, RunningNow } from './RunningNow';

/** All projects, newest activity first; on a new server how to make the first one. */
export function HomePage() {
  const projects = useQuery(projectList);
  const server = useQuery(serverInfo);
  const activity = useQuery(activityQuery);
  const navigate = useNavigate();
  const [search, setSearch] = useState('');
  const now = useNow(30_000);
  useEffect(() => {
    document.title = 'Cairn';
  }, []);
  const all = (projects.data ?? []).filter((p) => !isRegistry(p));
  const registries = (projects.data ?? []).filter(isRegistry);
  // Whoever waits here for a first run is taken to it.
  const waited = useRef(false);
  useEffect(() => {
    if (projects.data === undefined) return;
    const [first] = projects.data.filter((p) => !isRegistry(p));
    if (waited.current && first) void navigate({ to: '/$team/$project', params: { team: first.team, project: first.name } });
    waited.current = first === undefined;
  }, [projects.data, navigate]);
  const list = all.filter((p) => `${p.path} ${p.description ?? ''}`.toLowerCase().includes(search.toLowerCase()));
  const running = all.reduce((sum, p) => sum + p.runningCount, 0);
  return (
    <div className={css.page}>
      <div className={css.column}>
        {projects.isPending && <Skeleton lines={6} />}
        {projects.error && <ProblemView error={projects.error} retry={() => void projects.refetch()} />}
        {projects.isSuccess && all.length === 0 && (
          <Empty drawing title="The first stone is yours to lay"><p>No project has logged to this server yet. Point a client at it and the project appears here by itself; nothing has to be created first.</p></Empty>
        )}
        {all.length > 0 && (
          <section>
            <header className={css.head}>
              <h1>Projects</h1>
              <span className="muted">{all.length} {running > 0 && `· ${running} running`}</span>
              <span className="grow" />
              {all.length > 8 && <Field icon="search" value={search} label="Search projects" placeholder="Search projects" onChange={setSearch} />}
            </header>
            <ul className={css.projects}>
              {list.map((p) => (
                <li key={p.id}>
                  <Link to="/$team/$project" params={{ team: p.team, project: p.name }} className={css.project} data-testid="project">
                    <span className={css.title}><span className="muted">{p.team} /</span> <b>{p.name}</b>{p.description && <small className="ellipsis">{p.description}</small>}</span>
                    <span className={css.running}>{p.runningCount > 0 && <><i /> {p.runningCount} running</>}</span>
                    <span className={css.count}>{p.runCount.toLocaleString('en')} {p.runCount === 1 ? 'run' : 'runs'}</span>
                    <time className={css.when} title={formatTime(p.updatedAt)}>{formatAgo(p.updatedAt, now)}</time>
                    <Icon name="right" size={11} />
                  </Link>
                </li>
              ))}
            </ul>
            {list.length === 0 && <Empty title={`No project matches “${search}”`}><p>The search is over teams, names and descriptions.</p><Button small onClick={() => setSearch('')}>Clear the search</Button></Empty>}
            {registries.length > 0 && <p className={css.registries}>{registries.length === 1 ? 'A registry' : 'Registries'} of W&amp;B clients: {registries.map((p, i) => <span key={p.id}>{i > 0 && ', '}<Link to="/$team/$project/artifacts" params={{ team: p.team, project: p.name }}>{p.path}</Link></span>)}. What is linked there is under <Link to="/models">Models</Link>.</p>}
          </section>
        )}
        {activity.data && <RunningNow activity={activity.data} now={now} />}
        {activity.data && <Alerts activity={activity.data} now={now} />}
        {projects.isSuccess && (
          <section>
            <header className={css.head}><h2>{all.length === 0 ? 'Log a first run' : 'Log from your code'}</h2><span className="muted">The wandb and mlflow clients work unmodified; only the address changes.</span></header>
            <GettingStarted project={all[0]?.path ?? 'local/first'} />
          </section>
        )}
        {server.data && <footer className={css.foot}>Cairn {server.data.version} · data in <span className="mono">{server.data.dataDirectory}</span> · up since {formatTime(server.data.startedAt)}{activity.data && <><br /><DiskLine activity={activity.data} /></>} · <Link to="/trash">Trash</Link></footer>}
      </div>
    </div>
  );
}
