import { metricColumn } from '../runs/values';
import { ColumnSelect } from './ColumnSelect';

export type Statistic = 'last' | 'min' | 'max' | 'mean';

/** Chooses a metric and one of its statistics. */
export function MetricSelect({ project, metric, statistic, onChange }: { project: string; metric: string; statistic: Statistic; onChange: (metric: string, statistic: Statistic) => void }) {
  return (
    <ColumnSelect
      project={project} label="Result" only="metrics." value={statistic === 'last' ? `metrics.${metric}` : `metrics.${metric}:${statistic}`}
      onChange={(column) => {
        const chosen = metricColumn(column);
        if (chosen) onChange(chosen.metric, chosen.statistic as Statistic);
      }}
    />
  );
}
