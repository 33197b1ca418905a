import { lazy, Suspense } from 'react';
import { Button, Pop } from '../ui/controls';
import { Skeleton } from '../ui/states';
import type { ColumnPickerProps } from './ColumnPicker';

const ColumnPicker = lazy(() => import('./ColumnPicker').then((m) => ({ default: m.ColumnPicker })));

/** Opens the choice of columns. */
export function ColumnChooser({ small, ...choice }: ColumnPickerProps & { small?: boolean }) {
  return (
    <Pop label="Columns" align="end" trigger={<Button icon="columns" small={small} kind={small ? 'ghost' : undefined} label="Columns">{small ? undefined : 'Columns'}</Button>}>
      <Suspense fallback={<Skeleton lines={8} />}><ColumnPicker {...choice} /></Suspense>
    </Pop>
  );
}
