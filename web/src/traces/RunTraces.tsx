import type { Run } from '../api/types';
import { traceSnippet } from './snippet';
import { TraceList } from './TraceList';

/** The traces that a run recorded. */
export function RunTraces({ run }: { run: Run }) {
  return <TraceList home={{ run: run.id }} snippet={traceSnippet(run.project.slice(run.project.indexOf('/') + 1))} />;
}
