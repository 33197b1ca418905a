import { queryOptions } from '@tanstack/react-query';
import { getJson, projectPath } from '../api/http';

/** How clients want a metric shown: drawn over another one, or not at all. `name` may be a pattern with `*`. */
export interface MetricDefinition {
  name: string;
  pattern: boolean;
  step?: string;
  hidden: boolean;
}

export const metricDefinitions = (project: string) =>
  queryOptions({
    queryKey: ['definitions', project] as const,
    queryFn: async ({ signal }) => (await getJson<{ definitions: MetricDefinition[] }>(`${projectPath(project)}/metrics/definitions`, signal)).definitions,
    staleTime: 60_000,
    retry: false,
  });

/** Whether a pattern with `*` means a metric. */
export const matches = (pattern: string, key: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(key);

/** Whether W&B's client keeps a metric for itself, as `_runtime`; another name with a line before it is the user's. */
export const isInternal = (key: string): boolean => /^_(runtime|timestamp|step|wandb)\b/.test(key);

/** Metrics as their clients want them: hidden and internal ones left out, each with the metric it is drawn over where there is one. A metric's own word wins over a pattern's. */
export function defined<T extends { key: string }>(metrics: readonly T[], definitions: readonly MetricDefinition[]): (T & { stepMetric?: string })[] {
  const known = new Set(metrics.map((metric) => metric.key));
  return metrics.flatMap((metric) => {
    const own = definitions.find((one) => !one.pattern && one.name === metric.key) ?? definitions.find((one) => one.pattern && matches(one.name, metric.key));
    if (own?.hidden || isInternal(metric.key)) return [];
    return [own?.step !== undefined && own.step !== metric.key && known.has(own.step) ? { ...metric, stepMetric: own.step } : metric];
  });
}
