import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { columns as columnList, landmarks as landmarkList, projectKeys } from '../api/queries';
import type { Column, Landmark, ProjectKey } from '../api/types';
import { natural } from '../charts/sections';
import { useView } from '../view/useView';
import type { View } from '../view/viewState';
import { resolveColumns } from './columnChoice';
import { isInternal } from './definitions';
import { useRuns } from './useRuns';

const NONE: never[] = [];
const MOST = 30; // columns beside the charts; the table shows any number

const RESULT = /(^|[/_.-])(acc|accuracy|f1|auc|auroc|map|iou|dice|bleu|rouge|reward|return|score|r2)(?![a-z])/i;
const LOSS = /(^|[/_.-])(loss|perplexity|ppl|error|err|mae|mse|rmse|nll)(?![a-z])/i;
const SPLITS = [/^test/i, /^(val|valid|validation|eval|dev)(?![a-z])/i];

// Results before losses, those of test and validation data before others.
function telling(key: string): number {
  const split = SPLITS.findIndex((one) => one.test(key));
  return (RESULT.test(key) ? 0 : LOSS.test(key) ? 1 : 10) + (split < 0 ? SPLITS.length : split) * 2;
}

/**
 * Columns shown where none were chosen: the metrics with landmarks, then those that look like results by their names, of
 * what at least half as many runs have as have the most common one.
 */
export function defaultColumns(landmarks: readonly Landmark[], keys: readonly ProjectKey[], count: number): string[] {
  const marked = [...new Set(landmarks.map((l) => l.metric))].filter((m) => keys.some((k) => k.key === m));
  const others = keys.filter((k) => k.kind === 'metric' && !isInternal(k.key) && !marked.includes(k.key));
  const common = Math.max(0, ...others.map((k) => k.runs)) / 2;
  others.sort((a, b) => Number(a.runs < common) - Number(b.runs < common) || telling(a.key) - telling(b.key) || b.runs - a.runs || natural(a.key, b.key));
  return [...marked, ...others.map((k) => k.key)].slice(0, count).map((m) => `metrics.${m}`);
}

/** The columns beside the charts: those that the view names, else the default ones. */
export const chosenColumns = (view: View, marks: readonly Landmark[], keys: readonly ProjectKey[], all: readonly Column[], defaults: number): string[] =>
  view.columns ? resolveColumns(view.columns, all).slice(0, MOST) : defaultColumns(marks, keys, defaults);

/** What is asked of every run: the chosen columns, and what the page itself looks at. */
export const askedColumns = ({ colourBy, groupBy }: Pick<View, 'colourBy' | 'groupBy'>, chosen: readonly string[], marks: readonly Landmark[]): string[] =>
  [...new Set([...chosen, 'parent', ...marks.map((l) => `metrics.${l.metric}`), ...(colourBy?.includes('.') ? [colourBy] : []), ...groupBy.filter((column) => column.includes('.'))])];

/** What both views of a project, charts and table, start from. */
export function useWorkspace(defaults: number, brush = '') {
  const { team, project: name } = useParams({ strict: false }) as { team: string; project: string };
  const project = `${team}/${name}`;
  const [view, change] = useView();
  const keys = useQuery(projectKeys(project));
  const landmarks = useQuery(landmarkList(project));
  const columns = useQuery(columnList(project));
  const marks: readonly Landmark[] = landmarks.data ?? NONE;
  const keyList: readonly ProjectKey[] = keys.data ?? NONE;
  const allColumns: readonly Column[] = columns.data ?? NONE;
  const chosen = useMemo(() => chosenColumns(view, marks, keyList, allColumns, defaults), [view, allColumns, marks, keyList, defaults]);
  const { colourBy, groupBy } = view;
  const asked = useMemo(() => askedColumns({ colourBy, groupBy }, chosen, marks), [chosen, marks, colourBy, groupBy]);
  const runs = useRuns(project, view, asked, brush);
  return { project, view, change, keys, marks, keyList, allColumns, chosen, asked, runs };
}
