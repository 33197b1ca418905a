import type { components } from '../api/schema';
import type { Json } from '../api/types';

type Wire = components['schemas'];

export type Assessment = Omit<Wire['Assessment'], 'value'> & { value?: Json };
export type TraceInfo = Omit<Wire['TraceInfo'], 'assessments' | 'labels' | 'metadata'> & { assessments: Assessment[]; labels: Record<string, string>; metadata: Record<string, string> };
export type TraceList = Omit<Wire['Traces'], 'traces'> & { traces: TraceInfo[] };
export type SpanEvent = Omit<Wire['SpanEvent'], 'attributes' | 'offset'> & { offset: number; attributes: Record<string, Json> };
export type Span = Omit<Wire['Span'], 'attributes' | 'events' | 'inputs' | 'outputs' | 'offset' | 'duration'> & { offset: number; duration: number; attributes: Record<string, Json>; events: SpanEvent[]; inputs?: Json; outputs?: Json };
export interface TraceDetail { trace: TraceInfo; spans: Span[] }
