import type { Json } from '../api/types';

/** A dataset that a run has used; what clients send is free JSON or text. */
export interface RunDataset {
  name: string;
  digest: string;
  sourceType: string;
  source?: Json;
  schema?: Json;
  profile?: Json;
  labels: Record<string, string>;
}

const object = (value: Json | undefined): { [key: string]: Json } | null => (value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null);

/** Where a dataset comes from, as one line; empty where its source says nothing of that. */
export function placeOf(dataset: RunDataset): string {
  if (typeof dataset.source === 'string') return dataset.source;
  const source = object(dataset.source);
  if (!source) return '';
  for (const key of ['uri', 'url', 'path', 'table_name', 'delta_table_name']) if (typeof source[key] === 'string') return source[key];
  return '';
}

/** How many rows it has: as counted, or the first axis of its features. */
export function rowsOf(dataset: RunDataset): number | null {
  const profile = object(dataset.profile);
  if (typeof profile?.num_rows === 'number') return profile.num_rows;
  const shape = profile?.features_shape ?? profile?.shape;
  return Array.isArray(shape) && typeof shape[0] === 'number' ? shape[0] : null;
}

/** The columns of a schema in MLflow's form; empty for any other. */
export function columnsOf(dataset: RunDataset): { name: string; type: string }[] {
  const columns = object(dataset.schema)?.mlflow_colspec;
  if (!Array.isArray(columns)) return [];
  return columns.flatMap((column, i) => {
    const entry = object(column);
    return entry ? [{ name: typeof entry.name === 'string' ? entry.name : String(i), type: typeof entry.type === 'string' ? entry.type : '' }] : [];
  });
}

/** What the run used it for (training, evaluation, …); empty when not said. */
export const contextOf = (dataset: RunDataset): string => dataset.labels['mlflow.data.context'] ?? dataset.labels.context ?? '';
