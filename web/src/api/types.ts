// The wire of docs/native-api.md. Kept in this one file, so that types generated from the server's
// OpenAPI document (npm run types) can take its place.

/** A JSON number, or the text the wire uses for what JSON cannot write: NaN, Infinity, -Infinity. */
export type WireNumber = number | 'NaN' | 'Infinity' | '-Infinity';
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Problem {
  type?: string;
  title: string;
  status: number;
  detail?: string;
  field?: string;
  limit?: number;
  remedy?: string;
}

export interface ServerInfo {
  name: string;
  version: string;
  startedAt: number;
  pid: number;
  dataDirectory: string;
}

export interface Project {
  id: number;
  team: string;
  name: string;
  path: string;
  description?: string | null;
  createdAt: number;
  updatedAt: number;
  runCount: number;
  runningCount: number;
}

export type RunState = 'running' | 'finished' | 'failed' | 'crashed' | 'killed';

export interface RunRow {
  id: number;
  uid: string;
  name: string;
  state: RunState;
  group?: string | null;
  jobType?: string | null;
  tags?: string[] | null;
  createdAt: number;
  startedAt?: number | null;
  finishedAt?: number | null;
  heartbeatAt?: number | null;
  values: Record<string, Json | undefined>;
}

export interface Run extends Omit<RunRow, 'values'> {
  project: string;
  projectId: number;
  notes?: string | null;
  parent?: string | null;
  source?: string | null;
  config?: Record<string, Json> | null;
  summary?: Record<string, Json> | null;
  environment?: Environment | null;
  exitCode?: number | null;
  deletedAt?: number | null;
}

export interface Environment {
  command?: Json;
  host?: string;
  os?: string;
  runtime?: string;
  cpu?: string;
  cpuCount?: number;
  memoryBytes?: number;
  gpus?: Json;
  user?: string;
  workingDirectory?: string;
  program?: string;
  git?: { commit?: string; branch?: string; remote?: string; dirty?: boolean } | null;
  packages?: Record<string, string> | null;
  [key: string]: Json | undefined;
}

export interface RunChange {
  name?: string;
  group?: string;
  tags?: string[];
  notes?: string;
}

export interface SortTerm {
  column: string;
  descending: boolean;
}

export interface RunQuery {
  filter?: string;
  sort?: SortTerm[];
  columns?: string[];
  limit?: number;
  cursor?: string;
}

export interface RunPage {
  runs: RunRow[];
  total: number;
  cursor?: string | null;
}

export interface ProjectKey {
  key: string;
  kind: 'metric' | 'system' | 'record';
  type?: string | null;
  runs: number;
}

export interface Column {
  name: string;
  type: string;
  runs: number;
}

export interface Landmark {
  id: number;
  metric: string;
  name: string;
  kind: 'constant' | 'run' | 'group';
  value?: WireNumber | null;
  run?: number | null;
  group?: string | null;
  aggregate?: Aggregate | null;
  direction: 'max' | 'min';
  source?: string | null;
  resolved?: { value: WireNumber; n: number; std?: WireNumber | null } | null;
}

export type Aggregate = 'last' | 'min' | 'max' | 'mean';

export interface SeriesSummary {
  key: string;
  count: number;
  finite: number;
  first: WireNumber;
  last: WireNumber;
  min: WireNumber;
  max: WireNumber;
  mean: WireNumber;
  firstStep: number;
  lastStep: number;
  minStep?: number | null;
  maxStep?: number | null;
  firstTime: number;
  lastTime: number;
}

export interface SeriesQuery {
  runs: number[];
  keys: string[];
  axis?: string;
  from?: number;
  to?: number;
  buckets?: number;
  format?: 'binary' | 'json';
}

export interface SeriesHeader {
  axis: string;
  from: number;
  to: number;
  buckets: number;
  series: { run: number; key: string; count: number; n: number; offset: number; columns: string[] }[];
}

export type RecordType =
  | 'image' | 'table' | 'histogram' | 'confusion_matrix' | 'text'
  | 'html' | 'audio' | 'video' | 'plotly' | 'file';

export interface RecordKey {
  key: string;
  type: RecordType;
  count: number;
  firstStep: number;
  lastStep: number;
}

export interface RunRecord {
  key: string;
  type: RecordType;
  step: number;
  time: number;
  index: number;
  value: { [key: string]: Json };
}

export interface ConsoleLine {
  line: number;
  time: number;
  stream: 'stdout' | 'stderr';
  text: string;
}

export interface ConsolePage {
  total: number;
  from: number;
  lines: ConsoleLine[];
}

export interface RunFile {
  path: string;
  size: number;
  sha256: string;
  contentType?: string | null;
  updatedAt: number;
}

export interface Alert {
  title: string;
  text?: string | null;
  level?: 'info' | 'warn' | 'error' | null;
  time?: number | null;
}

export type LiveEvent =
  | { event: 'run'; run: number; project: string; uid: string; state: RunState; name: string; change: 'created' | 'updated' | 'deleted' }
  | { event: 'points'; run: number; project: string; points: number; lastStep: number }
  | { event: 'records'; run: number; project: string; keys: string[] }
  | { event: 'console'; run: number; project: string; total: number }
  | { event: 'landmarks'; project: string }
  | { event: 'reset' };
