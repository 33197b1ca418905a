import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useDark } from '../app/preferences';
import { linearTicks, formatTime } from '../charts/ticks';
import { colourOf } from '../charts/palette';
import { JsonTree } from '../run/JsonTree';
import { Button, Copy, StateMark } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { traceDetail } from './queries';
import { AssessmentMark, SpanDetail } from './SpanDetail';
import { formatLength, formatMs, spanLength, spanTree } from './spanTree';
import css from './traces.module.css';
import type { TraceInfo } from './types';

/** How a trace ended, by shape and word. */
export function TraceState({ state }: { state: TraceInfo['state'] }) {
  if (state === 'ok') return <StateMark state="finished" text={false} />;
  if (state === 'error') return <StateMark state="failed" text={false} />;
  return <span className="muted" title={state === 'running' ? 'under way' : 'its client did not say how it ended'}>{state === 'running' ? <Icon name="running" size={11} /> : '–'}<span className="visually-hidden">{state}</span></span>;
}

function tokens(trace: TraceInfo): string | undefined {
  try {
    const usage = JSON.parse(trace.metadata['mlflow.trace.tokenUsage'] ?? 'null') as { input_tokens?: number; output_tokens?: number; total_tokens?: number } | null;
    return usage ? `${usage.input_tokens ?? '?'} in, ${usage.output_tokens ?? '?'} out` : undefined;
  } catch {
    return undefined;
  }
}

/** One trace: its steps as a tree over time, and all of the step that is chosen. */
export function TraceView({ uid, onClose, showRun }: { uid: string; onClose: () => void; showRun: boolean }) {
  const query = useQuery(traceDetail(uid));
  const dark = useDark();
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const spans = query.data?.spans;
  const rows = useMemo(() => spanTree(spans ?? [], shut), [spans, shut]);
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data || !spans) return <Skeleton lines={10} />;
  const { trace } = query.data;
  const length = spanLength(spans);
  const ticks = linearTicks(0, length, 5).filter((t) => t < length * 0.96);
  const current = rows.find((r) => r.span.id === chosen) ?? rows.findLast((r) => r.span.state === 'error') ?? rows[0];
  const flip = (id: string) => setShut((old) => {
    const next = new Set(old);
    if (!next.delete(id)) next.add(id);
    return next;
  });
  const move = (by: number) => {
    const at = rows.findIndex((r) => r === current);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (!next) return;
    setChosen(next.span.id);
    tree.current?.querySelector<HTMLElement>(`[data-span="${CSS.escape(next.span.id)}"]`)?.focus();
  };
  const own = trace.assessments.filter((a) => a.span === undefined || !spans.some((s) => s.id === a.span));
  const used = tokens(trace);
  const facts = { ...trace.labels, ...Object.fromEntries(Object.entries(trace.metadata).filter(([key]) => !/^mlflow\.(trace_schema|trace\.sizeStats|trace\.sizeBytes|sourceRun)/.test(key))) };
  return (
    <section className={css.trace} aria-label={`Trace ${trace.name}`} data-testid="trace">
      <header className={css.traceHead}>
        <TraceState state={trace.state} /> <h2 className="ellipsis">{trace.name}</h2>
        <span className="muted">{trace.duration === undefined ? 'under way' : spans.length > 0 ? formatMs(length) : formatLength(trace.duration)} · {formatTime(trace.startedAt)}{used && ` · tokens: ${used}`}</span>
        <span className="grow" />
        {showRun && trace.run && <Link to="/$team/$project/runs/$uid" params={{ team: trace.run.project.split('/')[0]!, project: trace.run.project.split('/')[1]!, uid: trace.run.uid }} search={{ tab: 'traces', key: uid } as never} className="ellipsis">{trace.run.name}</Link>}
        <Copy text={uid} label="Copy the trace's id" /><Button icon="close" kind="ghost" label="Close the trace (Esc)" onClick={onClose} />
      </header>
      {own.length > 0 && <div className={css.opinions}>{own.map((a) => <div key={a.id}><AssessmentMark assessment={a} full />{a.rationale && <p>{a.rationale}</p>}</div>)}</div>}
      {spans.length === 0
        ? (
          <div className={css.scroll}>
            <Empty title="This trace has no steps here"><p>Its client told of the trace but did not send its spans{trace.state === 'running' ? ' yet' : ''}, or their file cannot be read.</p></Empty>
            {trace.request && <><h4 className={css.sub}>Request</h4><pre className={css.text}>{trace.request}</pre></>}
            {trace.response && <><h4 className={css.sub}>Response</h4><pre className={css.text}>{trace.response}</pre></>}
          </div>
        )
        : (
          <div className={css.split}>
            <div className={css.tree} ref={tree} role="tree" aria-label="Steps">
              <div className={css.axis} aria-hidden="true"><span className={css.spanName}>{spans.length} {spans.length === 1 ? 'step' : 'steps'}</span><div className={css.lane}>{ticks.map((t) => <i key={t} style={{ left: `${(t / length) * 100}%` }}>{t === 0 ? '0' : formatMs(t)}</i>)}</div></div>
              {rows.map(({ span, depth, below, failed }) => (
                <div
                  key={span.id} className={css.span} role="treeitem" tabIndex={current?.span === span ? 0 : -1} data-span={span.id} data-testid="span" data-state={span.state}
                  aria-level={depth + 1} aria-selected={current?.span === span} aria-expanded={below > 0 ? !shut.has(span.id) : undefined}
                  onClick={() => setChosen(span.id)}
                  onKeyDown={(e) => {
                    if (e.key === 'ArrowDown') move(1);
                    else if (e.key === 'ArrowUp') move(-1);
                    else if (e.key === 'ArrowLeft' && below > 0 && !shut.has(span.id)) flip(span.id);
                    else if (e.key === 'ArrowRight' && shut.has(span.id)) flip(span.id);
                    else if (e.key === 'Enter' || e.key === ' ') setChosen(span.id);
                    else return;
                    e.preventDefault();
                  }}
                >
                  <span className={css.spanName} style={{ paddingLeft: 8 + Math.min(depth, 12) * 13 }}>
                    {below > 0 ? <button type="button" tabIndex={-1} aria-label={shut.has(span.id) ? 'Show the steps within' : 'Hide the steps within'} onClick={(e) => { e.stopPropagation(); flip(span.id); }} className={css.fold} data-shut={shut.has(span.id)}><Icon name="chevron" size={10} /></button> : <i className={css.fold} />}
                    {span.state === 'error' ? <Icon name="failed" size={10} className={css.bad} strokeWidth={2.2} /> : failed ? <Icon name="warning" size={11} className={css.warn} /> : null}
                    <span className="ellipsis" title={span.name}>{span.name}</span>
                    {span.type && <small className="muted">{span.type.toLowerCase()}</small>}
                    {shut.has(span.id) && <small className="muted">+{below}</small>}
                  </span>
                  <div className={css.lane}>
                    {ticks.map((t) => <s key={t} style={{ left: `${(t / length) * 100}%` }} />)}
                    <b style={{ left: `${(span.offset / length) * 100}%`, width: `max(2px, ${(span.duration / length) * 100}%)`, background: span.state === 'error' ? 'var(--bad)' : colourOf(span.type ?? 'span', dark) }} />
                    {span.events.map((e, i) => <u key={i} title={e.name} style={{ left: `${(e.offset / length) * 100}%` }} />)}
                    <em style={(span.offset + span.duration) / length > 0.82 ? { right: `${100 - (span.offset / length) * 100}%`, paddingRight: 5 } : { left: `${((span.offset + span.duration) / length) * 100}%`, paddingLeft: 5 }}>{formatMs(span.duration)}</em>
                  </div>
                </div>
              ))}
            </div>
            {Object.keys(facts).length > 0 && <details className={`${css.part} ${css.about}`}><summary><Icon name="chevron" size={10} /> <h4>Tags and metadata</h4></summary><JsonTree value={facts} /></details>}
            {current && <SpanDetail key={current.span.id} span={current.span} assessments={trace.assessments.filter((a) => a.span === current.span.id)} />}
          </div>
        )}
      <span className="visually-hidden" role="status">{current ? `${current.span.name} chosen` : ''}</span>
    </section>
  );
}
