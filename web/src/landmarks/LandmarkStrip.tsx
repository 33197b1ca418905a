import { useMemo } from 'react';
import type { Landmark, RunRow } from '../api/types';
import { formatNumber } from '../charts/ticks';
import { numeric } from '../runs/values';
import type { ChartRun } from '../charts/model';
import { AddLandmark } from './AddLandmark';
import { CairnGlyph } from './CairnGlyph';
import css from './landmarks.module.css';
import { LandmarkRuler } from './LandmarkRuler';
import { directionOf, marksOf } from './ruler';
import { nextMark, StripVerdict } from './StripVerdict';

interface Props {
  project: string;
  landmarks: readonly Landmark[];
  rows: readonly RunRow[];
  runs: readonly ChartRun[];
  focus: number | null;
  metrics: readonly string[];
}

/** Every metric that has landmarks, with the shown runs on its ruler: where the project stands, in one look. */
export function LandmarkStrip({ project, landmarks, rows, runs, focus, metrics }: Props) {
  const marked = useMemo(() => [...new Set(landmarks.map((l) => l.metric))], [landmarks]);
  const byId = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  return (
    <section className={css.strip} aria-label="Landmarks">
      {marked.map((metric) => {
        const marks = marksOf(landmarks, metric);
        const direction = directionOf(landmarks, metric) ?? 'max';
        const values = runs
          .map((run) => ({ key: run.id, name: run.name, colour: run.colour, value: numeric(byId.get(run.id)?.values[`metrics.${metric}`]) ?? Number.NaN, main: focus === run.id }))
          .filter((v) => Number.isFinite(v.value))
          .sort((a, b) => Number(a.main) - Number(b.main));
        const shown = values.find((v) => v.main) ?? (values.length > 0 ? values.reduce((a, b) => ((direction === 'max' ? b.value > a.value : b.value < a.value) ? b : a)) : undefined);
        const mark = shown && nextMark(shown.value, marks, direction);
        return (
          <article key={metric} className={css.card}>
            <header>
              <h3 className="ellipsis" title={metric}>{metric}</h3>
              {shown ? (
                <>
                {mark && <StripVerdict project={project} run={shown.key} metric={metric} mark={mark} among={shown.main ? 1 : values.length} />}
                <span className={css.best} title={shown.main ? shown.name : `best of ${values.length} shown runs: ${shown.name}`}>
                  <CairnGlyph value={shown.value} marks={marks} direction={direction} /> {shown.main ? '' : <small>best</small>} <b>{formatNumber(shown.value)}</b>
                </span>
                </>
              ) : <small className="muted">no value yet</small>}
            </header>
            <LandmarkRuler marks={marks} values={values} />
          </article>
        );
      })}
      <AddLandmark project={project} metrics={metrics} landmarks={landmarks} rows={rows} first={marked.length === 0} />
    </section>
  );
}
