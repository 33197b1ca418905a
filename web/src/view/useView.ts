import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useRouterState, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { noteChange, redo, undo } from './history';
import { savedView, savedViews, searchOf } from './savedView';
import { formatView, onTopOf, parseView, type Search, type View } from './viewState';

export type ViewPatch = Partial<View> | ((view: View) => Partial<View>);
export type ChangeView = (patch: ViewPatch, push?: boolean) => void;

const savedId = (search: Search): number | null => parseView({ view: search.view ?? '' }).saved;

/**
 * The saved view under the page: the one that the address names (`view=0`: none), or where it says nothing at all the
 * project's default; with whether it is still awaited.
 */
function useBase(search: Search) {
  const { team, project, uid } = useParams({ strict: false }) as { team?: string; project?: string; uid?: string };
  const named = savedId(search);
  const plain = team !== undefined && project !== undefined && uid === undefined && Object.keys(search).length === 0;
  const views = useQuery({ ...savedViews(`${team}/${project}`), enabled: plain });
  const id = named ?? (plain ? (views.data?.find((view) => view.isDefault)?.id ?? null) : null);
  const on = id !== null && id > 0;
  const saved = useQuery({ ...savedView(id ?? 0), enabled: on });
  const base = useMemo(() => (on ? searchOf(saved.data) : {}), [on, saved.data]);
  return { id: on ? id : null, base, loading: on && saved.isPending, error: on ? saved.error : null, saved: on ? saved.data : undefined };
}

/** The page's state as its address holds it, and a way to change parts of it (without a new entry in the history). */
export function useView(): [View, ChangeView] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const page = useRouterState({ select: (s) => s.location.pathname });
  const { id, base, loading } = useBase(search);
  const view = useMemo(() => parseView({ ...base, ...search }), [base, search]);
  const change = useCallback<ChangeView>(
    (patch, push = false) => {
      if (loading) return; // what it would be a change of is not here yet
      void navigate({
        to: '.', replace: !push, resetScroll: false,
        search: (previous: Search) => {
          const old = parseView({ ...base, ...previous });
          const next = onTopOf(base, formatView({ ...old, ...(typeof patch === 'function' ? patch(old) : patch) }));
          // Also of a default: the address is no longer plain, so it has to say what it is a change of.
          if (id !== null || old.saved !== null) next.view = String(id ?? old.saved);
          noteChange(page, previous, next, Date.now());
          return next;
        },
      } as never);
    },
    [navigate, page, id, base, loading],
  );
  return [view, change];
}

/** The rest of what a page does with its view as a whole: take changes back, know the saved view under it, go to another. */
export function useWholeView() {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const page = useRouterState({ select: (s) => s.location.pathname });
  const { base, loading, error, saved } = useBase(search);
  const go = useCallback((next: Search | undefined) => {
    if (next) void navigate({ to: '.', replace: true, resetScroll: false, search: next } as never);
  }, [navigate]);
  const whole = useMemo<Search>(() => formatView({ ...parseView({ ...base, ...search }), saved: null }), [base, search]);
  return {
    /** The address in full, without the saved view it stands on. */
    whole, saved, loading, error,
    /** Whether the page differs from the saved view under it. */
    changed: saved !== undefined && Object.keys(search).some((name) => name !== 'view' && name !== 'full'),
    undo: useCallback(() => go(undo(page, search)), [go, page, search]),
    redo: useCallback(() => go(redo(page, search)), [go, page, search]),
    open: useCallback((id: number | null) => go({ view: String(id ?? 0) }), [go]),
  };
}
