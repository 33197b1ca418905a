import type { Classification, RunRow } from '../api/types';
import { colourOf, DASHES, strokes } from '../charts/palette';
import { formatNumber } from '../charts/ticks';
import { numeric } from '../runs/values';
import type { PlottedCurve, ReferenceLine } from './CurvePlot';

export type ScoredForm = 'roc' | 'pr' | 'calibration' | 'confusion';

export const FORMS: readonly { form: ScoredForm; title: string }[] = [
  { form: 'roc', title: 'ROC from labels and scores' },
  { form: 'pr', title: 'Precision over recall from labels and scores' },
  { form: 'calibration', title: 'Calibration of probabilities' },
  { form: 'confusion', title: 'Confusion at a threshold' },
];

export const FORM_NAMES: Readonly<Record<ScoredForm, string>> = { roc: 'ROC', pr: 'Precision over recall', calibration: 'Calibration', confusion: 'Confusion' };

export interface ScoredPlan {
  title: string;
  x: string;
  y: string;
  curves: PlottedCurve[];
  /** What is said of each curve, by its key: the area with its 95 % interval, or the error of a calibration. */
  says: Map<string, string>;
  references: ReferenceLine[];
  /** The lowest and the highest score; undefined where no single score is cut. */
  thresholds?: [number, number];
  note: string;
}

const figure = (value: number) => formatNumber(value, 3);
const withInterval = (name: string, value: number, low?: number, high?: number) => `${name} ${figure(value)}${low === undefined || high === undefined ? '' : ` (${figure(low)} to ${figure(high)})`}`;

/**
 * What is drawn of an answer. Of more than two classes it is every class of the newest run, or of each run the one that is
 * chosen.
 */
export function scoredPlan(answer: Classification, names: ReadonlyMap<number, Pick<RunRow, 'uid' | 'name'>>, form: ScoredForm, only: string | undefined, dark: boolean): ScoredPlan {
  const many = only === undefined && answer.runs.some((run) => run.curves.length > 1);
  const shown = many ? answer.runs.slice(0, 1) : answer.runs;
  const dashes = strokes(shown.map(({ run }) => ({ id: run, uid: names.get(run)?.uid ?? String(run) })));
  const says = new Map<string, string>();
  const curves: PlottedCurve[] = [];
  const prevalences: number[] = [];
  let thresholds: [number, number] | undefined;
  for (const run of shown) {
    const row = names.get(run.run);
    const { rates } = run.confusion;
    run.curves.filter((c) => only === undefined || c.class === only || run.curves.length === 1).forEach((c, i) => {
      const key = `${run.run} ${c.class}`;
      const single = !many && run.confusion.threshold !== undefined;
      const cuts = c.roc.thresholds.map((t) => numeric(t)!).filter(Number.isFinite);
      if (single && cuts.length > 0) thresholds = [Math.min(thresholds?.[0] ?? Infinity, cuts.at(-1)!), Math.max(thresholds?.[1] ?? -Infinity, cuts[0]!)];
      const line = form === 'pr' ? c.pr : c.roc;
      const bins = c.calibration?.bins ?? [];
      if (form === 'calibration' && bins.length === 0) return;
      prevalences.push(c.prevalence);
      const at = !single || !rates ? undefined : form === 'pr' ? point(rates.recall, rates.precision) : form === 'roc' ? point(rates.falsePositiveRate, rates.recall) : undefined;
      curves.push({
        key, name: [row ? row.name || row.uid : `run ${run.run}`, many && c.class].filter(Boolean).join(' · '), colour: colourOf(many ? c.class : row?.uid ?? String(run.run), dark), dash: (many ? DASHES[i % DASHES.length]! : dashes.get(run.run)!).join(' '),
        points: form === 'calibration' ? bins.map((b) => [b.predicted, b.share] as const) : line.x.map((x, k) => [x, line.y[k]!] as const),
        reach: form === 'calibration' ? bins.map((b) => [b.low, b.high] as const) : undefined,
        steps: form === 'pr', at,
      });
      says.set(key, form === 'roc' ? withInterval('AUC', c.auc, c.aucLow, c.aucHigh)
        : form === 'pr' ? withInterval('AP', c.ap, c.apLow, c.apHigh)
        : c.calibration ? `ECE ${figure(c.calibration.error)}, Brier ${figure(c.calibration.brier)} (by prevalence ${figure(c.calibration.chanceBrier)})` : '');
    });
  }
  const class1 = only ?? (many ? undefined : answer.runs[0]?.curves[0]?.class);
  const of = class1 === undefined ? '' : ` of ${class1}`;
  return {
    title: FORM_NAMES[form],
    x: form === 'pr' ? `recall${of}` : form === 'calibration' ? `predicted probability${of}` : 'false positive rate',
    y: form === 'pr' ? `precision${of}` : form === 'calibration' ? `share that is ${class1 ?? 'of the class'}` : `true positive rate${of}`,
    curves, says, thresholds,
    references: form === 'pr' ? chances(prevalences)
      : form === 'confusion' ? [] : [{ from: [0, 0], to: [1, 1], label: form === 'roc' ? 'chance' : 'as it says' }],
    note: many && form !== 'confusion' && answer.runs.length > 1 ? 'every class of the newest run against the rest; choose a class to compare runs' : '',
  };
}

/** What a guess at random comes to: the share of positives, from the least to the most of the runs. */
function chances(shares: readonly number[]): ReferenceLine[] {
  if (shares.length === 0) return [];
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const line = (share: number, label: string): ReferenceLine => ({ from: [0, share], to: [1, share], label });
  return figure(least) === figure(most) ? [line(most, `chance ${figure(most)}`)] : [line(most, `chance ${figure(least)} to ${figure(most)}`), line(least, '')];
}

const point = (x?: number | null, y?: number | null): readonly [number, number] | undefined => (typeof x === 'number' && typeof y === 'number' ? [x, y] : undefined);
