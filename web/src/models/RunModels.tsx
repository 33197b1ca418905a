import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Run } from '../api/types';
import { formatNumber, formatTime } from '../charts/ticks';
import { toNumber } from '../landmarks/ruler';
import runCss from '../run/run.module.css';
import { Copy, Tag } from '../ui/controls';
import { Alias } from './AliasEditor';
import { lastMetrics } from './lastMetrics';
import css from './models.module.css';
import { runModels } from './queries';
import { Labels, RunLink } from './RunLink';
import { StageMark } from './StageMenu';
import type { LoggedModel } from './types';

function Logged({ model, run }: { model: LoggedModel; run: Run }) {
  const metrics = lastMetrics(model.metrics);
  return (
    <li className={css.logged} data-testid="logged-model">
      <div className={css.loggedHead}>
        <b>{model.name}</b>
        {model.role === 'used' && <Tag>used</Tag>}
        {model.state !== 'ready' && <span className={model.state === 'failed' ? 'worse' : 'muted'}>{model.state === 'failed' ? 'upload failed' : 'uploading'}</span>}
        {model.type && <span className="muted">{model.type}</span>}
        {model.step !== undefined && model.step > 0 && <span className="muted">at step {model.step}</span>}
        {model.run && model.run.uid !== run.uid && <RunLink run={model.run} project={model.run.project !== run.project} />}
        <span className="grow" />
        <span className="mono muted" title={`made ${formatTime(model.createdAt)}`}>{model.uid.slice(0, 12)}</span><Copy text={model.uid} label="Copy the model's id" />
      </div>
      {metrics.length > 0 && <div className={css.metrics}>{metrics.map((m) => <span key={`${m.key} ${m.dataset ?? ''}`} title={m.dataset ? `on ${m.dataset}, step ${m.step}` : `step ${m.step}`}>{m.key} <b>{formatNumber(toNumber(m.value))}</b>{m.dataset && <small className="muted"> {m.dataset}</small>}</span>)}</div>}
      <Labels labels={model.params} />
    </li>
  );
}

/** The models that a run has made or used, and the versions registered from it; nothing where there are none. */
export function RunModels({ run }: { run: Run }) {
  const { data } = useQuery(runModels(run.id));
  if (!data || data.models.length + data.versions.length === 0) return null;
  return (
    <section className={runCss.box} aria-label="Models">
      <header><h2>Models</h2><span className="muted">{data.models.length || ''}</span></header>
      <ul>{data.models.map((model) => <Logged key={model.uid} model={model} run={run} />)}</ul>
      {data.versions.map((v) => (
        <div key={`${v.name} ${v.version}`} className={css.registered} data-testid="registered-version">
          <span className="muted">registered as</span> <Link to="/models/$name" params={{ name: v.name }}>{v.name} v{v.version}</Link>
          {v.stage !== 'none' && <StageMark stage={v.stage} />} {v.aliases.map((alias) => <Alias key={alias} name={alias} />)}
        </div>
      ))}
    </section>
  );
}
