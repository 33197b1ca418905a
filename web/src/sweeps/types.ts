import type { Json } from '../api/types';
import type { components } from '../api/schema';

type Wire = components['schemas'];

export type Sweep = Wire['Sweep'];
export type SweepTrial = Omit<Wire['SweepTrial'], 'values'> & { values: Record<string, Json> };
export type SweepAgent = Wire['SweepAgent'];
export type SweepBracket = Wire['SweepBracket'];
export type SweepParameter = Omit<Wire['SweepParameter'], 'definition'> & { definition: Record<string, Json> };
export type SweepDetail = Omit<Wire['SweepDetail'], 'trials' | 'space'> & { trials: SweepTrial[]; space: SweepParameter[] };
export type TrialStatus = SweepTrial['status'];
export type SweepState = Sweep['state'];
