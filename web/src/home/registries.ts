import type { Project } from '../api/types';

/** Whether a project is only where W&B's clients keep links to registered models: its versions are on the models' pages. */
export const isRegistry = (project: Pick<Project, 'name' | 'runCount'>): boolean =>
  project.runCount === 0 && (project.name === 'model-registry' || project.name.startsWith('wandb-registry-'));
