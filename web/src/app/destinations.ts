import type { SearchHit } from '../api/types';
import { columnName } from '../runs/completion';
import { quoted } from '../runs/filter';
import { stringifySearch } from '../view/viewState';

const path = (...parts: string[]) => `/${parts.map(encodeURIComponent).join('/')}`;

/** Where a hit of the search leads; undefined where the page has no place for it. */
export function destination(hit: SearchHit): string | undefined {
  const [team, name] = hit.project?.split('/') ?? [];
  const project = team !== undefined && name !== undefined ? path(team, name) : undefined;
  if (hit.kind === 'model') return path('models', hit.text);
  if (project === undefined) return undefined;
  switch (hit.kind) {
    case 'project': return project;
    case 'run': return `${project}${path('runs', hit.key ?? '')}`;
    case 'metric': return `${project}${stringifySearch({ p: `^${hit.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$` })}`;
    case 'tag': return `${project}/table${stringifySearch({ f: `tags contains ${quoted(hit.text)}` })}`;
    case 'config': return `${project}/table${stringifySearch({ f: `${columnName(hit.key ?? '')} is not null`, g: hit.key })}`;
    case 'value': return `${project}/table${stringifySearch({ f: `${columnName(hit.key ?? '')} = ${quoted(hit.text)}` })}`;
    case 'artifact': return `${project}${path('artifacts', hit.key ?? '', hit.text)}`;
    case 'sweep': return `${project}${path('sweeps', hit.key ?? '')}`;
    default: return undefined;
  }
}
