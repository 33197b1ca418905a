import type { LoggedModelMetric } from './types';

/** Of each key and dataset the value at the last step (the later one where steps are equal), by key. */
export function lastMetrics(metrics: readonly LoggedModelMetric[]): LoggedModelMetric[] {
  const last = new Map<string, LoggedModelMetric>();
  for (const metric of metrics) {
    const name = JSON.stringify([metric.key, metric.dataset ?? null]);
    const known = last.get(name);
    if (!known || metric.step > known.step || (metric.step === known.step && metric.time >= known.time)) last.set(name, metric);
  }
  return [...last.values()].sort((a, b) => a.key.localeCompare(b.key) || (a.dataset ?? '').localeCompare(b.dataset ?? ''));
}
