import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { projectPath, sendJson } from '../api/http';
import { projectKeys } from '../api/queries';
import type { Classification } from '../api/types';
import { useDark } from '../app/preferences';
import { CurveLegend } from './CurveLegend';
import { CurvePlot } from './CurvePlot';
import css from './panels.module.css';
import { PanelFrame } from './PanelFrame';
import type { CurveSpec, PanelProps } from './registry';
import { LIKELY } from './useRecords';
import { scoredPlan, type ScoredForm } from './scored';
import { ScoredConfusion } from './ScoredConfusion';
import { ThresholdBar } from './ThresholdBar';
import { usePanelRuns } from './usePanelRuns';

const NONE: never[] = [];
const WAIT = 120; // milliseconds that a threshold rests before the server is asked

/** What labels and scores of logged tables come to: ROC, precision over recall, calibration or confusion, worked out by the server. */
export function ScoredCurves({ project, filter, spec, change, draw }: PanelProps<CurveSpec> & { draw: ScoredForm }) {
  const dark = useDark();
  const keys = useQuery({ ...projectKeys(project), enabled: spec.key === '' });
  const offered = (keys.data ?? []).filter((k) => k.kind === 'record' && (k.type === 'table' || (k.type === 'predictions' && draw === 'confusion')) && LIKELY.test(k.key)).sort((a, b) => b.runs - a.runs);
  const key = spec.key || (offered[0]?.key ?? '');
  const [chosen, setChosen] = useState(spec.threshold);
  const [asked, setAsked] = useState(spec.threshold);
  const [last, setLast] = useState(spec.threshold);
  if (spec.threshold !== last) {
    setLast(spec.threshold);
    setChosen(spec.threshold);
    setAsked(spec.threshold);
  }
  useEffect(() => {
    const timer = setTimeout(() => setAsked(chosen), WAIT);
    return () => clearTimeout(timer);
  }, [chosen]);
  const question = { filter: filter.trim() || undefined, key, label: spec.label, scores: spec.scores?.length ? spec.scores : undefined, predicted: spec.predicted, positive: spec.positive, class: spec.of, threshold: asked };
  const answer = useQuery<Classification>({
    queryKey: ['panel', project, 'classification', question], enabled: key !== '',
    queryFn: ({ signal }) => sendJson('POST', `${projectPath(project)}/classification`, question, signal),
    placeholderData: keepPreviousData, staleTime: 15_000, refetchInterval: 60_000, retry: false,
  });
  const runs = usePanelRuns(project, filter, NONE);
  const names = useMemo(() => new Map(runs.data?.rows.map((row) => [row.id, row])), [runs.data]);
  const { data } = answer;
  const plan = useMemo(() => (data ? scoredPlan(data, names, draw, spec.of, dark) : undefined), [data, names, draw, spec.of, dark]);
  const refused = data?.refused[0];
  const why = key === '' && !keys.isPending ? 'Choose a table with true labels and scores in the panel’s settings: no logged one looks like it by its name.'
    : data === undefined ? undefined
    : data.runs.length === 0 ? (refused ? <>{refused.detail} {refused.remedy}</> : `None of the newest ${data.seen} runs that match has ${key}.`)
    : draw !== 'confusion' && plan?.curves.length === 0 ? (draw === 'calibration' ? 'The scores are no probabilities between 0 and 1: they cannot be calibrated.' : `${key} has no scores, only predicted classes: it makes a confusion matrix.`)
    : undefined;
  const cut = data?.runs.find((one) => one.confusion.threshold !== undefined);
  const bar = plan?.thresholds && cut && draw !== 'calibration' && (
    <ThresholdBar range={plan.thresholds} value={chosen ?? cut.confusion.threshold!} positive={cut.confusion.classes[1]!} rates={cut.confusion.rates} onMove={setChosen} onRest={(threshold) => change?.({ threshold })} />
  );
  return (
    <PanelFrame
      label={plan?.title ?? 'Curves of labels and scores'} pending={answer.isPending && (key !== '' || keys.isPending)} error={keys.error ?? answer.error} why={why}
      legend={plan && data!.runs.length > 0 && <>{draw !== 'confusion' && <CurveLegend curves={plan.curves} says={(c) => ` ${plan.says.get(c.key) ?? ''}`} />}{bar}</>}
      note={[plan?.note, data && data.refused.length > 0 && data.runs.length > 0 && `${data.refused.length} ${data.refused.length === 1 ? 'run' : 'runs'} could not be judged: ${refused!.detail}`].filter(Boolean).join('; ')}
    >
      {(width, height) => plan && (draw === 'confusion'
        ? <div className={css.scrollAll}><ScoredConfusion runs={data!.runs} names={names} /></div>
        : <CurvePlot width={width} height={height} curves={plan.curves} x={plan.x} y={plan.y} references={plan.references} />)}
    </PanelFrame>
  );
}
