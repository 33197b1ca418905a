import { Link, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';
import { Button, Pop } from '../ui/controls';
import { CairnMark, Icon, type IconName } from '../ui/icons';
import { Empty, ProblemView } from '../ui/states';
import { useKeys } from './keys';
import { LiveContext, useLive } from './live';
import { setDensity, setTheme, useDensity, useTheme, type Theme } from './preferences';
import css from './shell.module.css';

const Palette = lazy(() => import('./Palette').then((m) => ({ default: m.Palette })));
const ProjectMenu = lazy(() => import('./ProjectMenu').then((m) => ({ default: m.ProjectMenu })));
const Shortcuts = lazy(() => import('./Shortcuts').then((m) => ({ default: m.Shortcuts })));

const THEMES: readonly (readonly [Theme, IconName, string])[] = [['auto', 'auto', 'As the system'], ['light', 'sun', 'Light'], ['dark', 'moon', 'Dark']];

function Look() {
  const theme = useTheme();
  const density = useDensity();
  return (
    <Pop label="Theme and density" align="end" trigger={<Button icon={THEMES.find(([t]) => t === theme)![1]} kind="ghost" label="Theme and density" />}>
      <div className={css.look}>
        <h3>Theme</h3>
        <div className="row">{THEMES.map(([t, icon, name]) => <Button key={t} icon={icon} small on={theme === t} onClick={() => setTheme(t)}>{name}</Button>)}</div>
        <h3>Rows</h3>
        <div className="row">
          <Button small on={density === 'dense'} onClick={() => setDensity('dense')}>Dense</Button>
          <Button small on={density === 'roomy'} onClick={() => setDensity('roomy')}>Roomy</Button>
        </div>
      </div>
    </Pop>
  );
}

const PARTS = [['media', 'image', 'Media'], ['traces', 'trace', 'Traces'], ['artifacts', 'package', 'Artifacts']] as const;

/** The frame around every page: where one is, how to get elsewhere, and whether the page is live. */
export function Shell() {
  const { team, project, uid, name: model } = useParams({ strict: false }) as { team?: string; project?: string; uid?: string; name?: string };
  const path = team && project ? `${team}/${project}` : undefined;
  const live = useLive(path);
  const navigate = useNavigate();
  const location = useRouterState({ select: (s) => s.location.pathname });
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const shortcuts = useCallback(() => setOpen('shortcuts'), []);
  const inModels = location === '/models' || location.startsWith('/models/');
  const bare = path !== undefined && !uid && location.split('/').length === 4 && location.endsWith('/panel');
  const view = path ? (location.split('/')[3] ?? '') : '';
  const onTable = view === 'table';
  useKeys({
    'mod+k': () => setOpen('palette'),
    'mod+/': () => setOpen('shortcuts'),
    '?': () => setOpen('shortcuts'),
    t: () => {
      if (path && !uid) void navigate({ to: onTable ? '/$team/$project' : '/$team/$project/table', params: { team: team!, project: project! }, search: (s: object) => s } as never);
    },
  });
  if (bare) return <LiveContext value={live}><main className={css.bare}><Outlet /></main></LiveContext>;
  return (
    <LiveContext value={live}>
      <div className={css.shell}>
        <header className={css.bar}>
          <Link to="/" className={css.brand} aria-label="Cairn, all projects"><CairnMark /> <b>Cairn</b></Link>
          <nav className={css.crumbs} aria-label="Where you are">
            {path && (
              <>
                <Icon name="right" size={10} />
                <Link to="/$team/$project" params={{ team: team!, project: project! }} className="ellipsis" title={path}><span className="muted">{team} /</span> {project}</Link>
                {!uid && <Suspense><ProjectMenu path={path} /></Suspense>}
              </>
            )}
            {inModels && <><Icon name="right" size={10} /><Link to="/models">Models</Link></>}
            {inModels && model && <><Icon name="right" size={10} /><span className="ellipsis">{model}</span></>}
            {location === '/trash' && <><Icon name="right" size={10} /><span>Trash</span></>}
            {path && uid && <><Icon name="right" size={10} /><span id="run-crumb" className="ellipsis" /></>}
          </nav>
          {path && !uid && (
            <nav className={css.tabs} aria-label="Views of the project">
              <Link to="/$team/$project" params={{ team: team!, project: project! }} search={(s: object) => s as never} data-on={view === ''} title="Charts" aria-label="Charts"><Icon name="chart" size={13} /> <span className={css.partName}>Charts</span></Link>
              <Link to="/$team/$project/table" params={{ team: team!, project: project! }} search={(s: object) => s as never} data-on={onTable} title="Table" aria-label="Table"><Icon name="table" size={13} /> <span className={css.partName}>Table</span></Link>
              <Link to="/$team/$project/analyse" params={{ team: team!, project: project! }} search={(s: object) => s as never} data-on={view === 'analyse'} title="Analyse" aria-label="Analyse"><Icon name="parallel" size={13} /> <span className={css.partName}>Analyse</span></Link>
              <Link to="/$team/$project/sweeps" params={{ team: team!, project: project! }} data-on={view === 'sweeps'} title="Sweeps" aria-label="Sweeps"><Icon name="sweep" size={13} /> <span className={css.partName}>Sweeps</span></Link>
              <Link to="/$team/$project/reports" params={{ team: team!, project: project! }} data-on={view === 'reports'} title="Reports" aria-label="Reports"><Icon name="report" size={13} /> <span className={css.partName}>Reports</span></Link>
              {PARTS.map(([part, icon, label]) => <Link key={part} to={`/$team/$project/${part}`} params={{ team: team!, project: project! }} data-on={view === part} title={label} aria-label={label}><Icon name={icon} size={13} /> <span className={css.partName}>{label}</span></Link>)}
            </nav>
          )}
          <span className="grow" />
          <Link to="/models" className={css.place} data-on={inModels}><Icon name="model" size={13} /> <span>Models</span></Link>
          <span className={css.live} data-status={live.status} role="status" title={live.status === 'live' ? 'New points appear by themselves' : 'The page tries again by itself; what it shows may be old'}>
            <i /> {live.status === 'live' ? 'live' : live.status === 'connecting' ? 'connecting' : 'connection lost'}
          </span>
          <button type="button" className={css.goto} onClick={() => setOpen('palette')}><Icon name="search" size={13} /> <span>Go to…</span> <kbd>Ctrl K</kbd></button>
          <Button icon="keyboard" kind="ghost" label="Keyboard shortcuts (?)" onClick={() => setOpen('shortcuts')} />
          <Look />
        </header>
        <main className={css.main}><Outlet /></main>
      </div>
      <Suspense>
        {open === 'palette' && <Palette project={path} onClose={close} onShortcuts={shortcuts} />}
        {open === 'shortcuts' && <Shortcuts onClose={close} />}
      </Suspense>
    </LiveContext>
  );
}

export function NotFound() {
  return <Empty drawing title="No page at this address"><p>Projects are at /team/project, runs at /team/project/runs/uid.</p><p><Link to="/">All projects</Link></p></Empty>;
}

export function PageError({ error }: { error: unknown }) {
  return <ProblemView error={error} retry={() => window.location.reload()} />;
}
