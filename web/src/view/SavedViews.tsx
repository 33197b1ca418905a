import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Button, Pop } from '../ui/controls';
import { Skeleton } from '../ui/states';
import { viewsOf } from './savedView';
import { useWholeView } from './useView';

const ViewMenu = lazy(() => import('./ViewMenu').then((m) => ({ default: m.ViewMenu })));

export interface SavedViewsProps {
  project: string;
  /** What is saved: `workspace`, `table`. */
  kind: string;
}

/** The saved views of a page: go to one, save this one, name, share, make it the project's, delete. */
export function SavedViews({ project, kind }: SavedViewsProps) {
  const whole = useWholeView();
  const name = whole.saved?.displayName;
  const views = useQuery(viewsOf(project, kind));
  // Whoever comes without saying what to show sees what the project shows by default; who then leaves it stays away.
  const plain = useRef(window.location.search === '');
  const { open } = whole;
  useEffect(() => {
    const standard = views.data?.find((view) => view.isDefault);
    if (plain.current && standard && window.location.search === '') open(standard.id);
    if (views.isSuccess) plain.current = false;
  }, [views.data, views.isSuccess, open]);
  return (
    <Pop label="Saved views" align="end" trigger={<Button icon="eye" on={whole.saved !== undefined || undefined} label="Saved views">{name ? <span className="ellipsis" style={{ maxWidth: 120 }}>{name}{whole.changed ? ' *' : ''}</span> : 'Views'}</Button>}>
      <Suspense fallback={<Skeleton lines={4} />}><ViewMenu project={project} kind={kind} whole={whole} /></Suspense>
    </Pop>
  );
}
