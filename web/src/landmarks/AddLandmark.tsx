import { lazy, Suspense } from 'react';
import { Button, Pop } from '../ui/controls';
import { Skeleton } from '../ui/states';
import ui from '../ui/ui.module.css';
import type { LandmarkFormProps } from './LandmarkForm';
import css from './landmarks.module.css';

const LandmarkForm = lazy(() => import('./LandmarkForm').then((m) => ({ default: m.LandmarkForm })));

/** Where landmarks are made and removed. */
export function AddLandmark({ first, ...rest }: LandmarkFormProps & { first: boolean }) {
  const form = <Suspense fallback={<Skeleton lines={8} />}><LandmarkForm {...rest} /></Suspense>;
  return first
    ? (
      <div className={css.invite}>
        <span>No landmarks yet. Chance, a simple model or a person's score shows what these numbers mean.</span>
        <Pop label="Landmarks" trigger={<button type="button" className={`${ui.button} ${ui.small}`}>Add a landmark</button>}>{form}</Pop>
      </div>
    )
    : <Pop label="Landmarks" align="end" trigger={<Button icon="plus" kind="ghost" label="Add or remove landmarks" />}>{form}</Pop>;
}
