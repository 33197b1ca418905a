import { queryOptions, useQuery } from '@tanstack/react-query';
import { getJson } from '../api/http';
import runCss from '../run/run.module.css';
import { JsonTree } from '../run/JsonTree';
import { Copy, Tag } from '../ui/controls';
import { columnsOf, contextOf, placeOf, rowsOf, type RunDataset } from './dataset';
import css from './datasets.module.css';

export const runDatasets = (run: number) =>
  queryOptions({
    queryKey: ['runDatasets', run] as const,
    queryFn: async ({ signal }) => (await getJson<{ datasets: RunDataset[] }>(`/runs/${run}/datasets`, signal)).datasets,
    refetchInterval: 15_000,
  });

function Entry({ dataset }: { dataset: RunDataset }) {
  const [place, rows, columns, context] = [placeOf(dataset), rowsOf(dataset), columnsOf(dataset), contextOf(dataset)];
  const more = Object.fromEntries((['source', 'schema', 'profile'] as const).flatMap((key) => (dataset[key] !== undefined && typeof dataset[key] === 'object' ? [[key, dataset[key]]] : [])));
  return (
    <li className={css.dataset} data-testid="dataset">
      <div className={css.head}>
        <b className="ellipsis" title={dataset.name}>{dataset.name}</b>{context && <Tag>{context}</Tag>}
        <span className="grow" />
        {rows !== null && <span className="muted">{rows.toLocaleString('en')} rows</span>}
        {columns.length > 0 && <span className="muted" title={columns.map((c) => `${c.name}: ${c.type}`).join('\n')}>{columns.length} columns</span>}
      </div>
      <div className={css.facts}>
        <span className="mono muted ellipsis" title={`digest ${dataset.digest}`}>{dataset.digest}</span><Copy text={dataset.digest} label="Copy the digest" />
        {/^https?:\/\//.test(place) ? <a className="ellipsis" href={place} target="_blank" rel="noreferrer" title={place}>{place}</a> : <span className="ellipsis muted" title={place}>{place || dataset.sourceType}</span>}
      </div>
      {Object.keys(more).length > 0 && <details className={css.more}><summary>Source, schema, profile</summary><JsonTree value={more} /></details>}
    </li>
  );
}

/** The datasets that a run has used; nothing where there are none. */
export function RunDatasets({ run }: { run: number }) {
  const { data } = useQuery(runDatasets(run));
  if (!data || data.length === 0) return null;
  return (
    <section className={runCss.box} aria-label="Datasets">
      <header><h2>Datasets</h2><span className="muted">{data.length}</span></header>
      <ul>{data.map((d) => <Entry key={`${d.name} ${d.digest}`} dataset={d} />)}</ul>
    </section>
  );
}
