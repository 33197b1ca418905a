import { useSyncExternalStore } from 'react';

export type Theme = 'auto' | 'light' | 'dark';
export type Density = 'dense' | 'roomy';

const listeners = new Set<() => void>();
const system = globalThis.matchMedia?.('(prefers-color-scheme: dark)');
system?.addEventListener?.('change', () => tell());

function read(name: string): string | null {
  try {
    return localStorage.getItem(`cairn.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`cairn.${name}`, value);
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}

export const recall = read;

function tell(): void {
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const currentTheme = (): Theme => {
  const stored = read('theme');
  return stored === 'light' || stored === 'dark' ? stored : 'auto';
};
const currentDensity = (): Density => (read('density') === 'roomy' ? 'roomy' : 'dense');
const darkNow = () => (currentTheme() === 'auto' ? (system?.matches ?? false) : currentTheme() === 'dark');

export const useTheme = () => useSyncExternalStore(subscribe, currentTheme);
export const useDensity = () => useSyncExternalStore(subscribe, currentDensity);
/** Whether dark colours are on the screen at this moment. */
export const useDark = () => useSyncExternalStore(subscribe, darkNow);

export function setTheme(theme: Theme): void {
  remember('theme', theme);
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  tell();
}

export function setDensity(density: Density): void {
  remember('density', density);
  document.documentElement.dataset.density = density;
  tell();
}

/** Row height in pixels, as the style sheet has it. */
export const rowHeight = (density: Density) => (density === 'roomy' ? 34 : 28);

document.documentElement.dataset.density = currentDensity();
