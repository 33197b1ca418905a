import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { projectPath, send, sendJson, toProblem } from '../api/http';
import { formatAgo } from '../charts/ticks';
import { Button, Copy } from '../ui/controls';
import { Icon } from '../ui/icons';
import ui from '../ui/ui.module.css';
import { useNow } from '../ui/useNow';
import { specOf, viewKeys, viewsOf, type SavedView } from './savedView';
import type { SavedViewsProps } from './SavedViews';
import type { useWholeView } from './useView';
import css from './views.module.css';

/** The list of a page's saved views with all that can be done to them. */
export function ViewMenu({ project, kind, whole }: SavedViewsProps & { whole: ReturnType<typeof useWholeView> }) {
  const client = useQueryClient();
  const now = useNow(30_000);
  const [draft, setDraft] = useState('');
  const [renaming, setRenaming] = useState<number | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const views = useQuery(viewsOf(project, kind));
  const attempt = async (work: () => Promise<unknown>) => {
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(error);
    }
    await client.invalidateQueries({ queryKey: viewKeys.list(project) });
    await client.invalidateQueries({ queryKey: ['view'] });
  };
  const saveAs = () => attempt(async () => {
    const made = await sendJson<SavedView>('POST', `${projectPath(project)}/views`, { kind, displayName: draft.trim(), spec: specOf(whole.whole) });
    setDraft('');
    whole.open(made.id);
  });
  const { saved } = whole;
  const list = views.data ?? [];
  return (
    <div className={css.menu}>
      {saved && whole.changed && (
        <div className="row">
          <Button small kind="primary" onClick={() => void attempt(async () => { await sendJson('PATCH', `/views/${saved.id}`, { spec: specOf(whole.whole), basedOn: saved.updatedAt }); whole.open(saved.id); })}>Save changes to “{saved.displayName}”</Button>
          <Button small kind="ghost" onClick={() => whole.open(saved.id)}>Drop them</Button>
        </div>
      )}
      <form className="row" onSubmit={(e) => { e.preventDefault(); void saveAs(); }}>
        <input className={`${ui.select} grow`} style={{ maxWidth: 'none', padding: '0 8px' }} aria-label="Name of a new view" placeholder="Save this page as…" value={draft} onChange={(e) => setDraft(e.target.value)} />
        <Button small type="submit" disabled={draft.trim() === ''}>Save</Button>
      </form>
      {failure !== null && <p role="alert" className={css.failure}>{toProblem(failure).detail ?? toProblem(failure).title} {toProblem(failure).remedy}</p>}
      {views.isSuccess && list.length === 0 && <p className="muted">No view is saved here yet. A saved view keeps filter, columns, groups and everything else of the page, for all who open the project.</p>}
      <ul className={css.list}>
        {list.map((view) => (
          <li key={view.id} data-on={view.id === saved?.id}>
            {renaming === view.id ? (
              <form className="row grow" onSubmit={(e) => { e.preventDefault(); const text = new FormData(e.currentTarget).get('name') as string; void attempt(() => sendJson('PATCH', `/views/${view.id}`, { displayName: text.trim() })).then(() => setRenaming(null)); }}>
                {/* The pencil asked for the caret here. */}
                {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
                <input autoFocus name="name" className={`${ui.select} grow`} style={{ maxWidth: 'none' }} aria-label={`New name of ${view.displayName}`} defaultValue={view.displayName} onKeyDown={(e) => e.key === 'Escape' && setRenaming(null)} />
              </form>
            ) : (
              <button type="button" className={css.view} onClick={() => whole.open(view.id)} title={`by ${view.createdBy}, changed ${formatAgo(view.updatedAt, now)}`}>
                <span className="ellipsis">{view.displayName || view.name}</span>{view.isDefault && <small>default</small>}
              </button>
            )}
            <Button icon="flag" small kind="ghost" on={view.isDefault} label={view.isDefault ? 'Do not open the project with this view' : 'Open the project with this view'} onClick={() => void attempt(() => send(`/views/${view.id}/default`, { method: view.isDefault ? 'DELETE' : 'POST' }))} />
            <Copy text={`${window.location.origin}${window.location.pathname}?view=${view.id}`} label="Copy a link to this view" />
            <Button icon="edit" small kind="ghost" label={`Rename ${view.displayName}`} onClick={() => setRenaming(view.id)} />
            <Button icon="trash" small kind="ghost" label={`Delete ${view.displayName}`} onClick={() => void attempt(async () => { await send(`/views/${view.id}`, { method: 'DELETE' }); if (view.id === saved?.id) whole.open(null); })} />
          </li>
        ))}
      </ul>
      {saved && <Button small kind="ghost" onClick={() => whole.open(null)}><Icon name="reset" size={12} /> Leave the saved view</Button>}
    </div>
  );
}
