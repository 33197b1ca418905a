import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { formatAgo, formatTime } from '../charts/ticks';
import { Button, Copy, Field } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { useView } from '../view/useView';
import { Alias } from './AliasEditor';
import css from './models.module.css';
import { modelList } from './queries';
import { registerSnippet } from './registerSnippet';
import { StageMark } from './StageMenu';
import { STAGES } from './stages';
import type { RegisteredModel } from './types';

function Row({ model, now }: { model: RegisteredModel; now: number }) {
  return (
    <tr data-testid="model">
      <td className={css.name}>
        <Link to="/models/$name" params={{ name: model.name }}>{model.name}</Link>
        {model.description && <small title={model.description}>{model.description}</small>}
      </td>
      <td className="num">{model.latest ? <b>v{model.latest.version}</b> : <span className="muted">none yet</span>}</td>
      <td className="num muted">{model.versions}</td>
      <td><span className={css.aliases}>{Object.entries(model.aliases).sort(([a], [b]) => a.localeCompare(b)).map(([name, version]) => <Alias key={name} name={name} version={version} />)}</span></td>
      <td><span className={css.aliases}>{STAGES.filter((s) => s !== 'archived' && model.stages[s] !== undefined).map((s) => <span key={s} className="row"><StageMark stage={s} /> <small className="muted">v{model.stages[s]}</small></span>)}</span></td>
      <td className="num"><time className="muted" title={formatTime(model.updatedAt)}>{formatAgo(model.updatedAt, now)}</time></td>
    </tr>
  );
}

function FirstModel() {
  const code = registerSnippet(window.location.origin);
  return (
    <>
      <Empty drawing title="No model is registered yet"><p>A registered model is a name under which versions of a model are kept, so that those who use it need not know the run it came from. The unmodified mlflow client registers one while it logs it.</p></Empty>
      <section className={css.box} aria-label="How to register a model"><header><h2>Register a first model</h2><span className="grow" /><Copy text={code} label="Copy this code" /></header><pre className={css.code}>{code}</pre></section>
    </>
  );
}

/** All registered models, newest change first. */
export function ModelsPage() {
  const models = useQuery(modelList);
  const [view, change] = useView();
  const now = useNow(30_000);
  useEffect(() => {
    document.title = 'Models · Cairn';
  }, []);
  const all = models.data ?? [];
  const words = view.search.toLowerCase();
  const list = all.filter((m) => `${m.name} ${m.description ?? ''} ${Object.keys(m.aliases).join(' ')}`.toLowerCase().includes(words));
  return (
    <div className={css.page}>
      <div className={css.column}>
        {models.isPending && <Skeleton lines={6} />}
        {models.error && <ProblemView error={models.error} retry={() => void models.refetch()} />}
        {models.isSuccess && all.length === 0 && <FirstModel />}
        {all.length > 0 && (
          <section>
            <header className={css.head}>
              <h1>Models</h1><span className="muted">{list.length === all.length ? all.length : `${list.length} of ${all.length}`}</span>
              <span className="grow" />
              <Field icon="search" value={view.search} label="Search models" placeholder="Name, description or alias" wait={120} onChange={(search) => change({ search })} className={css.search} />
            </header>
            {list.length === 0 ? <Empty title={`No model matches “${view.search}”`}><p>The search is over names, descriptions and aliases.</p><Button small onClick={() => change({ search: '' })}>Clear the search</Button></Empty> : (
              <div className={css.box}>
                <div className={css.scroll}>
                  <table className={css.table}>
                    <thead><tr><th>Model</th><th className="num">Latest</th><th className="num">Versions</th><th>Aliases</th><th>Stages</th><th className="num">Updated</th></tr></thead>
                    <tbody>{list.map((model) => <Row key={model.name} model={model} now={now} />)}</tbody>
                  </table>
                </div>
              </div>
            )}
          </section>
        )}
      </div>
    </div>
  );
}
