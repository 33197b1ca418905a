import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { projectPath, sendJson, toProblem } from '../api/http';
import type { components } from '../api/schema';
import { formatNumber } from '../charts/ticks';
import { columnOf, heading, numeric } from '../runs/values';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import type { ImportanceSpec, PanelProps } from './registry';

type Answer = components['schemas']['Importance'];

const share = (value: number) => `${formatNumber(100 * value, 2)} %`;

/** How much each setting matters for a metric, with its interval and which way it goes. */
export function ImportancePanel({ project, filter, spec }: PanelProps<ImportanceSpec>) {
  const { metric, aggregate, columns } = spec;
  const answer = useQuery<Answer>({
    queryKey: ['panel', project, 'importance', filter, metric, aggregate ?? 'last', columns ?? null],
    queryFn: ({ signal }) => sendJson('POST', `${projectPath(project)}/importance`, { filter: filter.trim() || undefined, metric, aggregate, columns }, signal),
    placeholderData: keepPreviousData, staleTime: 20_000, refetchInterval: 60_000, retry: false,
  });
  const problem = answer.error ? toProblem(answer.error) : undefined;
  const refused = problem?.status === 400 ? <>{problem.detail} {problem.limit && `Needed: ${problem.limit}.`} {problem.remedy}</> : undefined;
  const data = refused === undefined ? answer.data : undefined;
  const name = heading(columnOf(metric, aggregate ?? 'last'));
  const high = Math.max(0.02, ...(data?.columns.map((c) => Math.max(numeric(c.high) ?? 0, numeric(c.importance) ?? 0)) ?? []));
  const low = Math.min(0, ...(data?.columns.map((c) => numeric(c.low) ?? 0) ?? []));
  const at = (value: number) => `${(100 * (value - low)) / (high - low)}%`;
  const explained = data ? numeric(data.explained)! : 0;
  return (
    <PanelFrame label={`Importance for ${name}`} pending={answer.isPending} error={refused === undefined ? answer.error : null} why={refused}>
      {() => data && (
        <div className={css.scrollAll}>
          <p className={css.statement} data-weak={explained < 0.2}>
            {explained < 0.2
              ? <>These settings explain almost nothing of <b>{name}</b> over {data.n} runs (R² {formatNumber(explained, 2)} on runs not seen): read nothing into the order.</>
              : <>A forest explains {share(explained)} of the variance of <b>{name}</b> on runs it did not see, of {data.n}{data.total > data.n + data.withoutTarget && <> (the newest of {data.total})</>}.</>}
          </p>
          <table className={css.importance} data-testid="importance">
            <thead><tr><th>Setting</th><th title="How much of the explained variance is lost when the setting is shuffled, with a 95 % interval over forests on random parts of the runs">Matters by <small>95 % interval</small></th><th className="num" /><th title="Spearman’s rank correlation">Direction</th></tr></thead>
            <tbody>
              {data.columns.map((c) => {
                const [value, from, to] = [numeric(c.importance)!, numeric(c.low)!, numeric(c.high)!];
                const correlation = numeric(c.correlation);
                return (
                  <tr key={c.column} data-sure={from > 0}>
                    <th scope="row" className="ellipsis" title={c.column}>{heading(c.column)}</th>
                    <td>
                      <span className={css.interval} title={`${share(value)}, 95 % interval ${share(from)} to ${share(to)}`}>
                        <i style={{ left: at(Math.min(0, value)), right: `calc(100% - ${at(Math.max(0, value))})` }} />
                        <s style={{ left: at(from), right: `calc(100% - ${at(to)})` }} />
                        <u style={{ left: at(0) }} />
                      </span>
                    </td>
                    <td className="num">{share(value)}</td>
                    <td>{correlation === undefined ? <span className="muted" title="Words have no order">words</span> : <span className={css.direction} data-sign={correlation > 0 ? 'up' : 'down'} title={`Rank correlation ${formatNumber(correlation, 2)}`}>{correlation > 0 ? '↗' : '↘'} {formatNumber(correlation, 2)}</span>}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          {data.leftOut.length > 0 && <p className={css.note}>not weighed: {data.leftOut.map((c) => `${heading(c.column)} (${c.reason})`).join(', ')}</p>}
          {data.withoutTarget > 0 && <p className={css.note}>{data.withoutTarget} {data.withoutTarget === 1 ? 'run has' : 'runs have'} no finite {name}</p>}
        </div>
      )}
    </PanelFrame>
  );
}
