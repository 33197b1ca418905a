import { useSyncExternalStore } from 'react';

let focused: number | null = null;
const listeners = new Set<() => void>();

/** The run under the pointer or the keyboard's cursor; charts bring it forward. Not in the address: it lasts a moment. */
export function setFocus(run: number | null): void {
  if (focused === run) return;
  focused = run;
  for (const listener of listeners) listener();
}

export const useFocus = (): number | null =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, () => focused);
