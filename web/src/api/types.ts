// Names for the types of schema.ts, which `npm run types` makes of the server's own description of its wire. Only what
// OpenAPI cannot say is said here: the shapes of free documents, and the events.
import type { components } from './schema';

type Wire = components['schemas'];

/** A JSON number, or the text the wire uses for what JSON cannot write: NaN, Infinity, -Infinity. */
export type WireNumber = Wire['Number'];
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Document = { [key: string]: Json };

export type Problem = Wire['Problem'];
export type ServerInfo = Wire['Server'];
export type Project = Wire['Project'];
export type ProjectKey = Wire['Key'];
export type Column = Wire['Column'];
export type Landmark = Wire['Landmark'];
export type LandmarkSet = Wire['LandmarkSet'];
export type Verdict = Wire['Verdict'];
export type GateResult = Wire['GateResult'];
export type Reproduction = Wire['Reproduction'];
/** The same where the server writes finite numbers alone. */
type Finite<T> = T extends 'NaN' | 'Infinity' | '-Infinity' ? never : T extends object ? { [K in keyof T]: Finite<T[K]> } : T;
/** Only the first of a curve's thresholds can be infinite, and is then a text. */
export type Classification = Finite<Wire['Classification']>;
export type Aggregate = Landmark['aggregate'];
export type RunState = Run['state'];
export type RunRow = Omit<Wire['RunRow'], 'values'> & { values: Record<string, Json | undefined> };
export type Run = Omit<Wire['Run'], 'config' | 'summary' | 'labels' | 'environment'> & { config: Document; summary: Document; labels: Document; environment: Environment };
export type SortTerm = Wire['RunSort'];
export type RunQuery = Wire['RunQuery'];
export type RunPage = Omit<Wire['RunPage'], 'runs'> & { runs: RunRow[] };
/** What the numbers of a column come to in a group: over the `n` runs that have a finite one. */
export interface GroupNumbers {
  n: number;
  mean: WireNumber;
  std?: WireNumber;
  min: WireNumber;
  max: WireNumber;
  notFinite?: number;
}

export type RunGroup = Omit<Wire['RunGroup'], 'key' | 'values'> & { key: Record<string, Json | undefined>; values: Record<string, GroupNumbers | undefined> };
export type RunGroups = Omit<Wire['RunGroups'], 'groups'> & { groups: RunGroup[] };
export type RunGroupQuery = Wire['RunGroupQuery'];
export type RunBulk = Wire['RunBulk'];
export type RunBulkResult = Wire['RunBulkResult'];
export type Trash = Wire['Trash'];
export type TrashSpace = Wire['TrashSpace'];
export type TrashEmptied = Wire['TrashEmptied'];
export type Activity = Wire['Activity'];
export type RunningRun = Wire['RunningRun'];
export type SearchAnswer = Wire['Search'];
export type SearchHit = Wire['SearchHit'];
export type SeriesSummary = Wire['SeriesSummary'];
export type SeriesQuery = Wire['SeriesQuery'];
export type RecordKey = Wire['RecordKey'];
export type RunRecord = Omit<Wire['Record'], 'value'> & { value: Document };
export type ConsoleLine = Wire['ConsoleLine'];
export type ConsolePage = Wire['Console'];
export type RunFile = Wire['File'];
export type Alert = Wire['Alert'];

/** The header of a binary series answer: the JSON one with places in the body instead of arrays. */
export interface SeriesHeader {
  axis: string;
  from: number;
  to: number;
  buckets: number;
  series: (Pick<Wire['SeriesArrays'], 'run' | 'key' | 'count' | 'n' | 'columns'> & { from: number; to: number; offset: number; like?: number; small?: readonly string[] })[];
}

export type SeriesGroupQuery = Wire['SeriesGroupQuery'];
export type SeriesGroup = Omit<Wire['SeriesGroup'], 'values'> & { values: Record<string, Json | undefined> };

/** The header of a binary answer about groups. */
export interface SeriesGroupHeader {
  axis: string;
  from: number;
  to: number;
  buckets: number;
  total: number;
  groups: SeriesGroup[];
  series: (Pick<Wire['SeriesGroupArrays'], 'group' | 'key' | 'runs' | 'n'> & { columns: string[]; from: number; to: number; offset: number })[];
}

/** What clients usually send of a run's environment; it is free JSON. */
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

export type LiveEvent =
  | { event: 'run'; run: number; project: string; uid: string; state: RunState; name: string; change: 'created' | 'updated' | 'deleted' }
  | { event: 'points'; run: number; project: string; points: number; lastStep: number }
  | { event: 'records'; run: number; project: string; keys: string[] }
  | { event: 'console'; run: number; project: string; total: number }
  | { event: 'landmarks'; project: string }
  | { event: 'reset' };
