import type { ChartModel, ChartRun } from './model';

/** One bar: a run, or the runs of a group with their mean and standard deviation. */
export interface BarRow {
  name: string;
  value: number;
  /** Sample standard deviation over the members; undefined for a run alone. */
  std?: number;
  members: { run: ChartRun; value: number }[];
}

/**
 * One value a run as rows, best first. Runs that share a group become one row as soon as the chart holds two of them:
 * seeds of one setting are compared as one thing. Members without a finite value count in no mean.
 */
export function barRows(lines: ChartModel['lines'], direction: 'max' | 'min'): BarRow[] {
  const groups = new Map<string, BarRow['members']>();
  for (const { run, series } of lines) {
    const id = run.group === undefined ? `run ${run.id}` : `group ${run.group}`;
    groups.set(id, [...(groups.get(id) ?? []), { run, value: series.last[series.n - 1] ?? Number.NaN }]);
  }
  const better = (a: number, b: number) => {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return direction === 'max' ? b - a : a - b;
  };
  return [...groups.values()]
    .map((members): BarRow => {
      const [first] = members;
      const { run, series } = lines.find((line) => line.run.id === first!.run.id)!;
      if (run.members !== undefined) {
        // The server has made the group already; its band tells the spread.
        const high = series.max?.[series.n - 1];
        return { name: run.name, value: first!.value, std: high !== undefined && high > first!.value ? high - first!.value : undefined, members };
      }
      if (members.length === 1) return { name: first!.run.name, value: first!.value, members };
      const finite = members.map((m) => m.value).filter(Number.isFinite);
      const value = finite.length > 0 ? finite.reduce((a, b) => a + b, 0) / finite.length : Number.NaN;
      const std = finite.length > 1 ? Math.sqrt(finite.reduce((sum, v) => sum + (v - value) ** 2, 0) / (finite.length - 1)) : undefined;
      return { name: first!.run.group!, value, std, members: [...members].sort((a, b) => better(a.value, b.value) || a.run.id - b.run.id) };
    })
    .sort((a, b) => better(a.value, b.value) || a.members[0]!.run.id - b.members[0]!.run.id);
}
