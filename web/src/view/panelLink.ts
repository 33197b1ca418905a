import { formatLayout, parseLayout } from './layout';
import { stringifySearch, type Search } from './viewState';

const OF_THE_LIST = ['full', 'p', 'sec', 'cols', 'delta', 'pc', 'cw', 'view', 'w'];

/** The address of a page that shows one panel of a project alone, with the runs and settings of the whole page `view`. */
export function panelLink(project: string, view: Search, panel: string): string {
  const [team, name] = project.split('/') as [string, string];
  const kept = Object.fromEntries(Object.entries(view).filter(([key]) => !OF_THE_LIST.includes(key)));
  const own = parseLayout(view.w).panels[panel];
  const w = formatLayout({ panels: own ? { [panel]: own } : {}, order: {} });
  return `/${encodeURIComponent(team)}/${encodeURIComponent(name)}/panel${stringifySearch({ ...kept, ...(w === '' ? {} : { w }), full: panel, view: '0' })}`;
}
