import { getJson } from '../api/http';
import type { Project } from '../api/types';

/** Where an address of MLflow's own page stands: an experiment, one of its runs, a registered model, or all models. */
export type ForeignPlace = { experiment: number; run?: string } | { model: string | undefined };

/** Reads `#/experiments/1/runs/UID`, `#/models/NAME/versions/3` and the like; undefined for any other fragment. */
export function foreignPlace(hash: string): ForeignPlace | undefined {
  let parts: string[];
  try {
    parts = hash.replace(/^#\/?/, '').split('?')[0]!.split('/').map(decodeURIComponent);
  } catch {
    return undefined; // not an address that a client wrote
  }
  if (!hash.startsWith('#/')) return undefined;
  if (parts[0] === 'models') return { model: parts[1] || undefined };
  if (parts[0] !== 'experiments' || !/^\d+$/.test(parts[1] ?? '')) return undefined;
  return { experiment: Number(parts[1]), ...(parts[2] === 'runs' && parts[3] ? { run: parts[3] } : {}) };
}

/** The page of Cairn that shows the same; undefined where there is no such experiment. */
export async function pathOf(place: ForeignPlace): Promise<string | undefined> {
  if ('model' in place) return place.model === undefined ? '/models' : `/models/${encodeURIComponent(place.model)}`;
  const { projects } = await getJson<{ projects: Project[] }>('/projects');
  const project = projects.find((one) => one.id === place.experiment);
  if (!project) return undefined;
  const path = `/${encodeURIComponent(project.team)}/${encodeURIComponent(project.name)}`;
  return place.run === undefined ? path : `${path}/runs/${encodeURIComponent(place.run)}`;
}
