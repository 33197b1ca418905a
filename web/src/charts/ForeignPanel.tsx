import { Suspense, useMemo } from 'react';
import { PANELS, type PanelSpec } from '../panels/registry';
import { Button, Field, Pop } from '../ui/controls';
import { Empty, Skeleton } from '../ui/states';
import type { BoardPanel } from './board';
import css from './charts.module.css';
import type { PanelEdit } from './Panel';
import { PanelLink } from './PanelLink';

interface Props {
  panel: BoardPanel;
  project: string;
  filter: string;
  edit?: PanelEdit;
  /** Hears what was marked in the panel, in the query language; '' when the mark is gone. */
  onBrush?: (filter: string) => void;
}

/** A panel over whole runs rather than curves; one of a kind that this version does not know keeps its place and says so. */
export function ForeignPanel({ panel, project, filter, edit, onBrush }: Props) {
  const { own, id } = panel;
  const kind = own.kind!;
  const type = PANELS[kind];
  const spec = useMemo<PanelSpec>(() => ({ ...own.config, type: kind, title: own.title }), [own, kind]);
  const change = useMemo(() => edit && ((patch: Partial<PanelSpec>) => edit.change(id, { config: { ...own.config, ...patch, type: undefined, title: undefined } })), [edit, id, own.config]);
  const title = own.title ?? type?.titleOf?.(spec) ?? type?.title ?? kind;
  return (
    <section className={css.panel} aria-label={title} data-testid="panel" data-panel={id} data-kind={kind}>
      {/* Moving by pointer has its twin in the menu. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <header className={css.panelHead} data-movable={edit !== undefined} onPointerDown={(e) => e.button === 0 && !(e.target as HTMLElement).closest('button, input, select, [popover]') && edit?.drag(e, panel)}>
        <h3 className="ellipsis grow" title={title}>{title}</h3>
        <span className={css.panelTools}>
          {edit && (
            <Pop label={`Settings of ${title}`} align="end" trigger={<Button icon="more" kind="ghost" small label={`Settings of ${title}`} />}>
              <div className={css.menu}>
                <Field value={own.title ?? ''} label="Title of this panel" placeholder={title} wait={300} onChange={(text) => edit.change(id, { title: text || undefined })} />
                {type && change && <Suspense fallback={<Skeleton lines={4} />}><type.Editor project={project} filter={filter} spec={spec} change={change} /></Suspense>}
                <div className={css.actions}>
                  <Button small icon="copy" onClick={() => edit.duplicate(panel)}>Duplicate</Button>
                  <Button small icon="left" label="Move before its neighbour" onClick={() => edit.shift(panel, -1)} />
                  <Button small icon="right" label="Move after its neighbour" onClick={() => edit.shift(panel, 1)} />
                  <PanelLink panel={id} />
                  <Button small icon="trash" onClick={() => edit.remove(panel)}>Remove</Button>
                </div>
              </div>
            </Pop>
          )}
        </span>
      </header>
      <div className={css.foreign}>
        {type
          ? <Suspense fallback={<Skeleton lines={5} />}><type.View project={project} filter={filter} spec={spec} change={change} onBrush={onBrush} /></Suspense>
          : <Empty title={`A panel of kind “${kind}”`}><p>This version of Cairn does not know how to draw it; it is kept as it is.</p></Empty>}
      </div>
      {edit && <div className={css.resizer} onPointerDown={(e) => edit.resize(e, panel)} aria-hidden="true" />}
    </section>
  );
}
