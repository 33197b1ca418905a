import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { formatView, parseView, type Search, type View } from './viewState';

export type ViewPatch = Partial<View> | ((view: View) => Partial<View>);

/** The page's state as its address holds it, and a way to change parts of it (without a new entry in the history). */
export function useView(): [View, (patch: ViewPatch, push?: boolean) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const view = useMemo(() => parseView(search), [search]);
  const change = useCallback(
    (patch: ViewPatch, push = false) => {
      void navigate({
        to: '.', replace: !push, resetScroll: false,
        search: (previous: Search) => {
          const old = parseView(previous);
          return formatView({ ...old, ...(typeof patch === 'function' ? patch(old) : patch) });
        },
      } as never);
    },
    [navigate],
  );
  return [view, change];
}
