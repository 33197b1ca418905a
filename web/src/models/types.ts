import type { RunState, WireNumber } from '../api/types';

// Registered and logged models and datasets, as docs/native-api.md describes them.

export type Stage = 'none' | 'staging' | 'production' | 'archived';

export interface ModelRun {
  id: number;
  uid: string;
  name: string;
  project: string;
  state: RunState;
}

export interface ModelVersion {
  name: string;
  version: number;
  description?: string;
  source: string;
  stage: Stage;
  aliases: string[];
  labels: Record<string, string>;
  loggedModel?: string;
  runUid?: string;
  runLink?: string;
  run?: ModelRun;
  createdAt: number;
  updatedAt: number;
}

export interface RegisteredModel {
  name: string;
  description?: string;
  labels: Record<string, string>;
  aliases: Record<string, number>;
  stages: Partial<Record<Stage, number>>;
  versions: number;
  latest?: ModelVersion;
  createdAt: number;
  updatedAt: number;
}

export interface ModelDetail {
  model: RegisteredModel;
  versions: ModelVersion[];
}

export interface LoggedModelMetric {
  key: string;
  value: WireNumber;
  step: number;
  time: number;
  dataset?: string;
}

export interface LoggedModel {
  uid: string;
  name: string;
  type?: string;
  state: 'pending' | 'ready' | 'failed';
  role: 'made' | 'used';
  step?: number;
  params: Record<string, string>;
  labels: Record<string, string>;
  metrics: LoggedModelMetric[];
  run?: ModelRun;
  createdAt: number;
  updatedAt: number;
}

export interface RunModelList {
  models: LoggedModel[];
  versions: ModelVersion[];
}
