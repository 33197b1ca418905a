import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useKeys } from '../app/keys';
import { formatAgo, formatTime } from '../charts/ticks';
import { Button, Field, Tag } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { useView } from '../view/useView';
import { traceList, type TraceHome } from './queries';
import { AssessmentMark } from './SpanDetail';
import { gist } from './gist';
import { formatLength } from './spanTree';
import css from './traces.module.css';
import { TraceState, TraceView } from './TraceView';

const STATES = [['', 'All'], ['ok', 'OK'], ['error', 'Errors'], ['running', 'Under way']] as const;
const ROW = 30;

/** Traces, newest first; the one that the address names is open beside them. */
export function TraceList({ home, snippet }: { home: TraceHome; snippet: string }) {
  const [view, change] = useView();
  const [state, setState] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const now = useNow(10_000);
  const query = useInfiniteQuery(traceList(home, view.panels, state));
  const traces = query.data?.pages.flatMap((page) => page.traces) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const failed = query.data?.pages[0]?.failed ?? 0;
  const rows = useVirtualizer({ count: traces.length, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 20 });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= traces.length - 20) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, traces.length]);
  const step = (by: number) => {
    const at = traces.findIndex((t) => t.uid === view.key);
    const next = traces[at < 0 ? 0 : Math.min(traces.length - 1, Math.max(0, at + by))];
    if (next) change({ key: next.uid });
  };
  useKeys({ '/': () => search.current?.focus(), j: () => step(1), k: () => step(-1), Escape: () => change({ key: null }) });
  const filtered = view.panels !== '' || state !== '';
  if (query.isPending && !filtered) return <Skeleton lines={10} />;
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.isSuccess && total === 0 && !filtered)
    return (
      <Empty title="No traces">
        <p>{'run' in home ? 'Nothing was traced during this run.' : 'Nothing was traced in this project.'} Traces follow a request through a program, step by step: calls to models, tools, retrieval.</p>
        <pre className={css.snippet}>{snippet}</pre>
        <p>OpenTelemetry exporters send to <code>{location.origin}/v1/traces</code> with the header <code>x-mlflow-experiment-id</code>.</p>
      </Empty>
    );
  const open = view.key !== null;
  return (
    <div className={css.page} data-open={open}>
      <div className={css.list}>
        <div className={css.bar} role="toolbar" aria-label="Traces">
          <Field ref={search} icon="search" hint="/" value={view.panels} label="Search traces" placeholder="Name, tag, request or response" wait={250} onChange={(panels) => change({ panels })} className={css.search} />
          {STATES.map(([key, label]) => <Button key={key} small kind="ghost" on={state === key} onClick={() => setState(key)}>{label}</Button>)}
          <span className="grow" />
          <span className="muted" role="status">{total.toLocaleString('en')} {total === 1 ? 'trace' : 'traces'}{failed > 0 && <>, <span className="worse">{failed} failed</span></>}</span>
        </div>
        <div className={css.scroller} ref={scroller}>
          <table className={css.table} aria-label="Traces" aria-rowcount={total}>
            <thead><tr><th aria-label="State" /><th>Trace</th><th>Request</th>{!open && <th>Response</th>}<th className="num">Duration</th><th className="num">Steps</th>{!open && <th>Assessments</th>}{!open && <th>Tags</th>}<th className="num">When</th></tr></thead>
            <tbody>
              {(items[0]?.start ?? 0) > 0 && <tr style={{ height: items[0]!.start }} aria-hidden="true" />}
              {items.map(({ index }) => {
                const t = traces[index]!;
                return (
                  <tr key={t.uid} data-testid="trace-row" aria-rowindex={index + 1} aria-current={t.uid === view.key} onClick={() => change({ key: t.uid })}>
                    <td><TraceState state={t.state} /></td>
                    <td><button type="button" className="ellipsis" title={t.uid}>{t.name}</button></td>
                    <td className={css.preview} title={t.request}>{gist(t.request)}</td>
                    {!open && <td className={css.preview} title={t.response}>{gist(t.response)}</td>}
                    <td className="num">{t.duration === undefined ? '' : formatLength(t.duration)}</td>
                    <td className="num muted">{t.spans || ''}</td>
                    {!open && <td><span className={css.marks}>{t.assessments.filter((a) => a.valid).slice(0, 4).map((a) => <AssessmentMark key={a.id} assessment={a} />)}</span></td>}
                    {!open && <td><span className={css.marks}>{Object.entries(t.labels).filter(([key]) => !key.startsWith('mlflow.')).slice(0, 3).map(([key, value]) => <Tag key={key}>{key}: {value.length > 24 ? `${value.slice(0, 24)}…` : value}</Tag>)}</span></td>}
                    <td className="num muted" title={formatTime(t.startedAt)}>{formatAgo(t.startedAt, now)}</td>
                  </tr>
                );
              })}
              {rows.getTotalSize() - (items.at(-1)?.end ?? 0) > 0 && <tr style={{ height: rows.getTotalSize() - (items.at(-1)?.end ?? 0) }} aria-hidden="true" />}
            </tbody>
          </table>
          {query.isSuccess && traces.length === 0 && <p className={css.none}>No trace matches. The search looks into names, tags, requests and responses.</p>}
        </div>
      </div>
      {open && <TraceView key={view.key} uid={view.key!} showRun={!('run' in home)} onClose={() => change({ key: null })} />}
    </div>
  );
}
