import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { formatAgo, formatTime } from '../charts/ticks';
import { Copy } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { AliasEditor } from './AliasEditor';
import { InPlaceText } from './InPlaceText';
import css from './models.module.css';
import { modelDetail, useModelChange, type ModelChange } from './queries';
import { loadSnippet } from './registerSnippet';
import { Labels, SourceOf } from './RunLink';
import { StageMenu } from './StageMenu';
import { aliasToLoad } from './stages';
import type { ModelDetail, ModelVersion } from './types';

interface RowProps {
  version: ModelVersion;
  detail: ModelDetail;
  busy: boolean;
  now: number;
  onChange: (change: ModelChange) => void;
}

function Row({ version, detail, busy, now, onChange }: RowProps) {
  return (
    <tr data-testid="version" data-version={version.version} data-archived={version.stage === 'archived'}>
      <td><b>v{version.version}</b></td>
      <td><StageMenu version={version} versions={detail.versions} busy={busy} onChange={onChange} /></td>
      <td className={css.aliasCell}><AliasEditor version={version} taken={detail.model.aliases} busy={busy} onChange={onChange} /></td>
      <td><SourceOf version={version} /></td>
      <td className={css.describe}>
        <InPlaceText text={version.description ?? ''} label="Add a description" onSave={(text) => onChange({ kind: 'describe', text, version: version.version })} />
        <Labels labels={version.labels} />
      </td>
      <td className="num"><time className="muted" title={formatTime(version.createdAt)}>{formatAgo(version.createdAt, now)}</time></td>
    </tr>
  );
}

function Versions({ detail, busy, onChange }: { detail: ModelDetail; busy: boolean; onChange: (change: ModelChange) => void }) {
  const now = useNow(30_000);
  if (detail.versions.length === 0) return <section className={css.box}><Empty title="No versions"><p>The name is there, but nothing was registered under it, or its versions were deleted. <code>mlflow.register_model</code> with this name makes one.</p></Empty></section>;
  return (
    <section className={css.box} aria-label="Versions">
      <header><h2>Versions</h2><span className="muted">{detail.versions.length}</span></header>
      <div className={css.scroll}>
        <table className={css.table}>
          <thead><tr><th>Version</th><th className={css.stageHead}>Stage</th><th>Aliases</th><th>Source run</th><th>Description and tags</th><th className="num">Created</th></tr></thead>
          <tbody>{detail.versions.map((version) => <Row key={version.version} version={version} detail={detail} busy={busy} now={now} onChange={onChange} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

/** One registered model: its versions, what points at them, where they come from. */
export function ModelPage() {
  const { name } = useParams({ strict: false }) as { name: string };
  const query = useQuery(modelDetail(name));
  const change = useModelChange(name);
  const now = useNow(30_000);
  useEffect(() => {
    document.title = `${name} · Models · Cairn`;
  }, [name]);
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.error && !query.data) return <div className={css.page}><ProblemView error={query.error} retry={() => void query.refetch()} /><p className={css.back}><Link to="/models">All models</Link></p></div>;
  const detail = query.data!;
  const { model } = detail;
  const code = loadSnippet(window.location.origin, model.name, aliasToLoad(model), model.latest?.version);
  return (
    <div className={css.page}>
      <div className={css.column}>
        <header className={css.title}>
          <div className={css.head}>
            <h1 className="ellipsis">{model.name}</h1><Copy text={model.name} label="Copy the name" />
            <span className="grow" />
            <span className="muted" title={`created ${formatTime(model.createdAt)}`}>updated {formatAgo(model.updatedAt, now)}</span>
          </div>
          <InPlaceText text={model.description ?? ''} label="Add a description" onSave={(text) => change.mutate({ kind: 'describe', text })} />
          <Labels labels={model.labels} />
        </header>
        {change.error && <ProblemView error={change.error} />}
        <Versions detail={detail} busy={change.isPending} onChange={change.mutate} />
        {model.latest && <section className={css.box} aria-label="How to load it"><header><h2>Load it</h2><span className="grow" /><Copy text={code} label="Copy this code" /></header><pre className={css.code}>{code}</pre></section>}
      </div>
    </div>
  );
}
