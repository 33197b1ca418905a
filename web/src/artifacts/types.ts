import type { components } from '../api/schema';
import type { Json } from '../api/types';

type Wire = components['schemas'];

export type ArtifactVersion = Omit<Wire['ArtifactVersion'], 'metadata'> & { metadata: { [key: string]: Json } };
export type ArtifactCollection = Omit<Wire['ArtifactCollection'], 'latest'> & { latest?: ArtifactVersion };
export type ArtifactFile = Wire['ArtifactFile'];
export type ArtifactDiff = Wire['ArtifactDiff'];
export type Lineage = Omit<Wire['Lineage'], 'artifacts'> & { artifacts: ArtifactVersion[] };
export interface CollectionDetail { collection: ArtifactCollection; versions: ArtifactVersion[] }
export interface RunArtifactList { made: ArtifactVersion[]; used: ArtifactVersion[] }
