import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { parseSearch, stringifySearch, type Search } from '../view/viewState';
import { WorkspacePage } from '../runs/WorkspacePage';
import { NotFound, PageError, Shell } from './Shell';

const text = (search: Record<string, unknown>): Search =>
  Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)]));

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: PageError, validateSearch: text });
const home = createRoute({ getParentRoute: () => root, path: '/', component: lazyRouteComponent(() => import('../home/HomePage'), 'HomePage') });
const workspace = createRoute({ getParentRoute: () => root, path: '/$team/$project', component: WorkspacePage });
const table = createRoute({
  getParentRoute: () => root, path: '/$team/$project/table', component: lazyRouteComponent(() => import('../runs/TablePage'), 'TablePage'),
});
const analyse = createRoute({
  getParentRoute: () => root, path: '/$team/$project/analyse', component: lazyRouteComponent(() => import('../panels/AnalysePage'), 'AnalysePage'),
});
const panel = createRoute({
  getParentRoute: () => root, path: '/$team/$project/panel', component: lazyRouteComponent(() => import('../runs/PanelPage'), 'PanelPage'),
});
const sweeps = createRoute({
  getParentRoute: () => root, path: '/$team/$project/sweeps', component: lazyRouteComponent(() => import('../sweeps/SweepsPage'), 'SweepsPage'),
});
const sweep = createRoute({
  getParentRoute: () => root, path: '/$team/$project/sweeps/$sweep', component: lazyRouteComponent(() => import('../sweeps/SweepPage'), 'SweepPage'),
});
const reports = createRoute({
  getParentRoute: () => root, path: '/$team/$project/reports', component: lazyRouteComponent(() => import('../reports/ReportsPage'), 'ReportsPage'),
});
const report = createRoute({
  getParentRoute: () => root, path: '/$team/$project/reports/$slug', component: lazyRouteComponent(() => import('../reports/ReportPage'), 'ReportPage'),
});
const models = createRoute({ getParentRoute: () => root, path: '/models', component: lazyRouteComponent(() => import('../models/ModelsPage'), 'ModelsPage') });
const model = createRoute({ getParentRoute: () => root, path: '/models/$name', component: lazyRouteComponent(() => import('../models/ModelPage'), 'ModelPage') });
const trash = createRoute({ getParentRoute: () => root, path: '/trash', component: lazyRouteComponent(() => import('../trash/TrashPage'), 'TrashPage') });
const media = createRoute({ getParentRoute: () => root, path: '/$team/$project/media', component: lazyRouteComponent(() => import('../media/ComparePage'), 'ComparePage') });
const traces = createRoute({ getParentRoute: () => root, path: '/$team/$project/traces', component: lazyRouteComponent(() => import('../traces/TracesPage'), 'TracesPage') });
const artifacts = createRoute({ getParentRoute: () => root, path: '/$team/$project/artifacts', component: lazyRouteComponent(() => import('../artifacts/ArtifactsPage'), 'ArtifactsPage') });
const artifactType = createRoute({ getParentRoute: () => root, path: '/$team/$project/artifacts/$type', component: lazyRouteComponent(() => import('../artifacts/ArtifactsPage'), 'ArtifactsPage') });
const collection = createRoute({ getParentRoute: () => root, path: '/$team/$project/artifacts/$type/$collection', component: lazyRouteComponent(() => import('../artifacts/CollectionPage'), 'CollectionPage') });
const version = createRoute({ getParentRoute: () => root, path: '/$team/$project/artifacts/$type/$collection/$version', component: lazyRouteComponent(() => import('../artifacts/CollectionPage'), 'CollectionPage') });
const run = createRoute({
  getParentRoute: () => root, path: '/$team/$project/runs/$uid', component: lazyRouteComponent(() => import('../run/RunPage'), 'RunPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, trash, models, model, workspace, table, panel, analyse, sweeps, sweep, reports, report, media, traces, artifacts, artifactType, collection, version, run]),
  parseSearch: (search) => parseSearch(search),
  stringifySearch: (search) => stringifySearch(search),
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}
