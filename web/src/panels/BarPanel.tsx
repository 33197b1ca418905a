import { useMemo } from 'react';
import { useDark } from '../app/preferences';
import { colourOf, PALETTE } from '../charts/palette';
import { formatNumber } from '../charts/ticks';
import { heading, numeric, valueOf } from '../runs/values';
import { leftOut as leftOutGroups, useDistribution } from './BoxPanel';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import type { BarSpec, PanelProps } from './registry';
import { leftOut, usePanelRuns } from './usePanelRuns';

const SHOWN = 100;

interface Bar { key: string; name: string; value: number; std?: number; n?: number; colour: string }

function Bars({ bars, label, note, pending, error, why }: { bars: readonly Bar[]; label: string; note: string; pending: boolean; error: unknown; why?: string }) {
  const [low, high] = [Math.min(0, ...bars.map((b) => b.value - (b.std ?? 0))), Math.max(0, ...bars.map((b) => b.value + (b.std ?? 0)))];
  const at = (v: number) => `${(100 * (v - low)) / (high - low || 1)}%`;
  return (
    <PanelFrame label={label} pending={pending} error={error} why={why} note={note}>
      {() => (
        <div className={css.scrollAll}>
          <table className={css.importance} data-testid="bars">
            <tbody>
              {bars.slice(0, SHOWN).map((b) => (
                <tr key={b.key}>
                  <th scope="row" className="ellipsis" title={b.name}>{b.name}</th>
                  <td><span className={css.interval}><i style={{ left: at(Math.min(0, b.value)), right: `calc(100% - ${at(Math.max(0, b.value))})`, background: b.colour }} />{b.std !== undefined && b.std > 0 && <s style={{ left: at(b.value - b.std), right: `calc(100% - ${at(b.value + b.std)})` }} />}<u style={{ left: at(0) }} /></span></td>
                  <td className="num">{formatNumber(b.value)}{b.std !== undefined && <span className="muted"> ± {formatNumber(b.std, 2)}</span>}</td>
                  {b.n !== undefined && <td className="num muted">n {b.n}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </PanelFrame>
  );
}

function GroupBars({ project, filter, spec }: PanelProps<BarSpec>) {
  const answer = useDistribution(project, filter, spec.column, spec.by);
  const dark = useDark();
  const bars = (answer.data?.groups ?? []).map<Bar>((g, i) => ({ key: g.key ?? '', name: g.key ?? 'no value', value: numeric(g.mean)!, std: numeric(g.std), n: g.n, colour: PALETTE[i % PALETTE.length]![dark ? 1 : 0] }))
    .sort((a, b) => (spec.ascending ? a.value - b.value : b.value - a.value));
  return <Bars bars={bars} label={`Mean ${heading(spec.column)} by ${heading(spec.by!)}`} pending={answer.isPending} error={answer.error} note={[leftOutGroups(answer.data), 'means, with one standard deviation to both sides'].filter(Boolean).join('; ')} why={answer.data && bars.length === 0 ? `No run has a finite ${heading(spec.column)}.` : undefined} />;
}

function RunBars({ project, filter, spec }: PanelProps<BarSpec>) {
  const sort = useMemo(() => [{ column: spec.column, descending: !spec.ascending }], [spec.column, spec.ascending]);
  const runs = usePanelRuns(project, filter, [spec.column], sort);
  const dark = useDark();
  const bars = (runs.data?.rows ?? []).flatMap<Bar>((row) => {
    const value = numeric(valueOf(row, spec.column, runs.dataUpdatedAt));
    return value !== undefined && Number.isFinite(value) ? [{ key: row.uid, name: row.name || row.uid, value, colour: colourOf(row.uid, dark) }] : [];
  });
  const note = [runs.data ? leftOut(runs.data).replace('newest', 'first') : '', bars.length > SHOWN ? `the first ${SHOWN} of ${bars.length}` : ''].filter(Boolean).join('; ');
  return <Bars bars={bars} label={`${heading(spec.column)} of each run`} pending={runs.isPending} error={runs.error} note={note} why={runs.data && bars.length === 0 ? `No run has a finite ${heading(spec.column)}.` : undefined} />;
}

/** A column as bars: a run each, or the means of groups with their spread. */
export function BarPanel(props: PanelProps<BarSpec>) {
  return props.spec.by ? <GroupBars {...props} /> : <RunBars {...props} />;
}
