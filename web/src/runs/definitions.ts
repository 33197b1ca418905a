import { queryOptions } from '@tanstack/react-query';
import { getJson, projectPath } from '../api/http';
import type { ProjectKey } from '../api/types';

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

const fits = (definition: MetricDefinition, key: string): boolean =>
  definition.pattern ? new RegExp(`^${definition.name.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(key) : definition.name === key;

/** Metrics as their clients want them: hidden ones left out, each with the metric it is drawn over where there is one. A metric's own word wins over a pattern's. */
export function defined(metrics: readonly ProjectKey[], definitions: readonly MetricDefinition[]): (ProjectKey & { stepMetric?: string })[] {
  const known = new Set(metrics.map((metric) => metric.key));
  return metrics.flatMap((metric) => {
    const own = definitions.find((one) => !one.pattern && one.name === metric.key) ?? definitions.find((one) => one.pattern && fits(one, metric.key));
    if (own?.hidden) return [];
    return [own?.step !== undefined && own.step !== metric.key && known.has(own.step) ? { ...metric, stepMetric: own.step } : metric];
  });
}
