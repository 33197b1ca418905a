import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { toProblem } from '../api/http';
import type { Column } from '../api/types';
import { useKeys } from '../app/keys';
import { Button, Pop } from '../ui/controls';
import type { Layout } from '../view/layout';
import { Skeleton } from '../ui/states';
import { createView, type SavedView, updateView, viewKeys, WORKSPACE } from '../view/savedView';
import { SavedViews } from '../view/SavedViews';
import type { useWholeView } from '../view/useView';
import { stringifySearch } from '../view/viewState';
import css from './runs.module.css';

const PanelAdder = lazy(() => import('./PanelAdder').then((m) => ({ default: m.PanelAdder })));

interface Props {
  project: string;
  whole: ReturnType<typeof useWholeView>;
  columns: readonly Column[];
  /** The metric that matters most, where known. */
  metric?: string;
  beside: boolean;
  onBeside: () => void;
  layout: Layout;
  onLayout: (edit: (layout: Layout) => Layout) => void;
  onFull: (id: string | null) => void;
}

const LONG = 300; // characters after the question mark from which a copied link names a saved view instead

/** What can be done with the view as a whole: add a panel, undo, save, copy a link to it. */
export function ViewTools({ project, whole, columns, metric, beside, onBeside, layout, onLayout, onFull }: Props) {
  const client = useQueryClient();
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = setTimeout(() => setSaid(null), 2500);
    return () => clearTimeout(timer);
  }, [said]);
  const attempt = (work: Promise<string>) => void work.then(setSaid, (error: unknown) => setSaid(toProblem(error).detail ?? toProblem(error).title));
  const copy = async () => {
    const text = stringifySearch(whole.whole);
    const search = whole.saved && !whole.changed ? `?view=${whole.saved.id}` : text.length > LONG ? `?view=${(await createView(project, whole.whole)).id}` : text;
    await navigator.clipboard.writeText(`${location.origin}${location.pathname}${search}`);
    return 'link copied';
  };
  // What was just written is known: asking again would show the old one for a moment.
  const keep = (view: SavedView) => {
    client.setQueryData(viewKeys.one(view.id), view);
    void client.invalidateQueries({ queryKey: viewKeys.list(project) });
    whole.open(view.id);
  };
  const save = async () => {
    if (whole.saved) {
      keep(await updateView(whole.saved.id, whole.whole, whole.saved.updatedAt));
      return 'view saved';
    }
    keep(await createView(project, whole.whole, `View of ${new Date().toISOString().slice(0, 16).replace('T', ' ')}`));
    return 'saved as a new view';
  };
  useKeys({ 'mod+s': () => attempt(save()) });
  return (
    <span className={css.viewTools}>
      {said !== null && <span className={css.copied} role="status">{said}</span>}
      <Pop menu label="Add a panel" align="end" trigger={<Button icon="plus" kind="ghost" label="Add a panel" />}>
        <Suspense fallback={<Skeleton lines={8} />}><PanelAdder project={project} columns={columns} metric={metric} layout={layout} onLayout={onLayout} onFull={onFull} /></Suspense>
      </Pop>
      <SavedViews project={project} kind={WORKSPACE} />
      <Button icon="undo" kind="ghost" label="Undo (Ctrl Z)" onClick={whole.undo} />
      <Button icon="redo" kind="ghost" label="Redo (Ctrl Shift Z)" onClick={whole.redo} />
      <Button icon="save" kind="ghost" label="Save the view (Ctrl S)" onClick={() => attempt(save())} />
      <Button icon="link" kind="ghost" label="Copy a link to this view" onClick={() => attempt(copy())} />
      <Button icon="sidebar" kind="ghost" on={beside} label="Runs beside the charts (Ctrl J)" onClick={onBeside} />
    </span>
  );
}
