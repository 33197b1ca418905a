import { lazy, Suspense, useState } from 'react';
import type { Json } from '../api/types';
import { JsonTree } from '../run/JsonTree';
import { Copy, Tag } from '../ui/controls';
import { Icon } from '../ui/icons';
import { formatMs } from './spanTree';
import css from './traces.module.css';
import type { Assessment, Span } from './types';

const Markdown = lazy(() => import('../media/Markdown').then((m) => ({ default: m.Markdown })));

interface Message { role: string; content: string; rest: { [key: string]: Json } }

/** What a chat model was sent or answered, as messages; undefined where the value has another shape. */
export function messagesOf(value: Json | undefined): Message[] | undefined {
  const holder = value !== null && typeof value === 'object' && !Array.isArray(value) ? (value.messages ?? (Array.isArray(value.choices) ? value.choices.map((c) => (c as { message?: Json }).message ?? null) : undefined)) : value;
  if (!Array.isArray(holder) || holder.length === 0) return undefined;
  const messages = holder.map((m): Message | undefined => {
    if (m === null || typeof m !== 'object' || Array.isArray(m) || typeof m.role !== 'string') return undefined;
    const { role, content = '', ...rest } = m;
    const text = typeof content === 'string' ? content : Array.isArray(content) ? content.map((part) => (part !== null && typeof part === 'object' && !Array.isArray(part) && typeof part.text === 'string' ? part.text : JSON.stringify(part))).join('\n') : content === null ? '' : JSON.stringify(content);
    return { role, content: text, rest: Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== null && v !== undefined)) as { [key: string]: Json } };
  });
  return messages.every((m) => m !== undefined) ? (messages as Message[]) : undefined;
}

function Value({ value }: { value: Json }) {
  const messages = messagesOf(value);
  if (messages)
    return (
      <div className={css.messages}>
        {messages.map((m, i) => (
          <div key={i} className={css.message} data-role={m.role}>
            <b>{m.role}</b>
            {m.content !== '' && <Suspense fallback={<pre className={css.text}>{m.content}</pre>}><Markdown text={m.content} /></Suspense>}
            {Object.keys(m.rest).length > 0 && <JsonTree value={m.rest} />}
          </div>
        ))}
      </div>
    );
  if (value !== null && typeof value === 'object') return <JsonTree value={Array.isArray(value) ? Object.fromEntries(value.map((v, i) => [String(i), v])) : value} />;
  return value === '' ? <p className={css.none}>empty</p> : <pre className={css.text}>{typeof value === 'string' ? value : JSON.stringify(value)}</pre>;
}

function Part({ title, value, open = true }: { title: string; value: Json | undefined; open?: boolean }) {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <details className={css.part} open={open}>
      <summary><Icon name="chevron" size={10} /> <h4>{title}</h4> <span className="grow" /> <Copy text={text} label={`Copy ${title.toLowerCase()}`} /></summary>
      <Value value={value} />
    </details>
  );
}

/** One person's or program's opinion of a trace. */
export function AssessmentMark({ assessment, full }: { assessment: Assessment; full?: boolean }) {
  const { value } = assessment;
  const good = value === true || value === 'yes' || value === 'pass';
  const bad = value === false || value === 'no' || value === 'fail' || assessment.error !== undefined;
  const said = assessment.error ?? (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
  const who = [assessment.sourceType?.toLowerCase().replace('_', ' '), assessment.source].filter(Boolean).join(' ');
  return (
    <span className={css.assessment} data-kind={good ? 'good' : bad ? 'bad' : 'plain'} data-void={!assessment.valid} title={[`${assessment.kind} by ${who || 'unknown'}`, assessment.rationale, assessment.valid ? '' : 'overridden by a later one'].filter(Boolean).join('\n')}>
      <b>{assessment.name}</b> {good ? <Icon name="check" size={11} /> : bad && !assessment.error ? <Icon name="close" size={11} /> : null} {!(good || (bad && !assessment.error)) && said}
      {(good || bad) && <span className="visually-hidden">{said}</span>}
      {full && who && <small> · {who}</small>}
    </span>
  );
}

/** Everything about one step of a trace. */
export function SpanDetail({ span, assessments }: { span: Span; assessments: readonly Assessment[] }) {
  const [events, setEvents] = useState(true);
  const thrown = span.events.find((e) => e.name === 'exception');
  const stack = thrown?.attributes['exception.stacktrace'];
  const rest = Object.entries(span.attributes).filter(([key]) => !key.startsWith('mlflow.traceRequestId'));
  return (
    <article className={css.detail} aria-label={`Step ${span.name}`} data-testid="span-detail">
      <header>
        <h3 className="ellipsis">{span.name}</h3>
        {span.type && <Tag>{span.type}</Tag>}
        <span className="grow" />
        <span className="muted">{formatMs(span.duration)}, {formatMs(span.offset)} after the start</span>
      </header>
      {span.state === 'error' && (
        <div className={css.error} role="alert">
          <Icon name="warning" /> <div className="grow"><b>{String(thrown?.attributes['exception.type'] ?? 'Error')}</b> {span.message ?? String(thrown?.attributes['exception.message'] ?? '')}
            {typeof stack === 'string' && <details><summary>Stack trace</summary><pre className={css.text}>{stack}</pre></details>}
          </div>
        </div>
      )}
      {assessments.length > 0 && (
        <div className={css.opinions}>{assessments.map((a) => <div key={a.id}><AssessmentMark assessment={a} full />{a.rationale && <p>{a.rationale}</p>}</div>)}</div>
      )}
      <Part title="Inputs" value={span.inputs} />
      <Part title="Outputs" value={span.outputs} />
      {span.inputs === undefined && span.outputs === undefined && span.state !== 'error' && <p className={css.none}>This step noted neither what went in nor what came out.</p>}
      <Part title={`Attributes (${rest.length})`} value={rest.length > 0 ? (Object.fromEntries(rest) as Json) : undefined} open={span.inputs === undefined} />
      {span.events.length > 0 && (
        <details className={css.part} open={events} onToggle={(e) => setEvents(e.currentTarget.open)}>
          <summary><Icon name="chevron" size={10} /> <h4>Events ({span.events.length})</h4></summary>
          <ul className={css.events}>{span.events.map((e, i) => <li key={i}><span className="mono muted">+{formatMs(Math.max(0, e.offset - span.offset))}</span> <b>{e.name}</b>{Object.keys(e.attributes).length > 0 && <JsonTree value={e.attributes} />}</li>)}</ul>
        </details>
      )}
      <p className={css.none}>step <span className="mono">{span.id}</span></p>
    </article>
  );
}
