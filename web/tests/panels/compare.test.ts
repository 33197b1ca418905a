import { describe, expect, it } from 'vitest';
import type { Run, RunRow } from '../../src/api/types';
import { compareRuns } from '../../src/panels/compare';

const run = (id: number, config: Run['config'], environment: Run['environment'] = {}, tags: string[] = []) =>
  ({ id, uid: `u${id}`, name: `r${id}`, state: 'finished', tags, config, summary: {}, environment } as unknown as Run);

describe('the run comparer', () => {
  it('tells what differs, nested settings by dotted names, and keeps what is the same apart', () => {
    const rows = compareRuns(
      [run(1, { lr: 0.1, net: { depth: 2 }, layers: [1, 2] }, { git: { commit: 'a' }, packages: { numpy: '1' }, host: 'x' }), run(2, { lr: 0.1, net: { depth: 3 }, layers: [1, 2] }, { git: { commit: 'b' }, packages: { numpy: '1', scipy: '2' }, host: 'x' }, ['t'])],
      new Map([[1, { values: { 'metrics.acc': 0.5 } } as unknown as RunRow]]),
    );
    const differing = rows.filter((row) => row.differs).map((row) => `${row.section} ${row.name}: ${JSON.stringify(row.values)}`);
    expect(differing).toEqual(['Run tags: [null,["t"]]', 'Results acc: [0.5,null]', 'Settings net.depth: [2,3]', 'Git commit: ["a","b"]', 'Packages scipy: [null,"2"]']);
    expect(rows.filter((row) => !row.differs).map((row) => row.name)).toEqual(['state', 'layers', 'lr', 'numpy', 'host']);
  });
  it('has nothing to say of no runs', () => {
    expect(compareRuns([], new Map())).toEqual([]);
  });
});
