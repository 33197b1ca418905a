import { useEffect, useRef } from 'react';

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && (target as HTMLInputElement).type !== 'checkbox' && (target as HTMLInputElement).type !== 'range';

/** What a field does itself while someone types in it. */
const TEXT_KEYS: ReadonlySet<string> = new Set(['mod+z', 'mod+shift+z', 'mod+y']);

/** Single-key shortcuts while the component lives: silent while someone types or a dialog is open. `mod+x` is Ctrl or Cmd. */
export function useKeys(map: KeyMap): void {
  const latest = useRef(map);
  useEffect(() => void (latest.current = map));
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const mod = event.ctrlKey || event.metaKey;
      if (event.altKey || event.defaultPrevented) return;
      const name = (mod ? 'mod+' : '') + (mod && event.shiftKey ? 'shift+' : '') + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
      const action = latest.current[name];
      if (!action || (TEXT_KEYS.has(name) && typing(event.target)) || (!mod && (typing(event.target) || document.querySelector('dialog[open]')))) return;
      event.preventDefault();
      action(event);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** The single keys of a shortcut; what is done with the mouse stays one. */
export function keysOf(shortcut: string): string[] {
  const keys = shortcut.split(' ');
  return keys.every((key) => key.length === 1 || /^(Ctrl|Shift|Space|Enter|Esc)$/.test(key)) ? keys : [shortcut];
}

export const SHORTCUTS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['Anywhere', [['Ctrl K', 'Go to anything, or run a command'], ['Ctrl Z', 'Undo a change of the view'], ['Ctrl Shift Z', 'Redo it'], ['Ctrl S', 'Save the view'], ['Ctrl J', 'Show or hide the runs beside the charts'], ['?', 'These shortcuts'], ['Esc', 'Close, or leave a field']]],
  ['Charts', [['/', 'Search the charts (regular expression)'], ['s', 'Smoothing on or off'], ['l', 'Logarithmic y axis'], ['r', 'Reset zoom'], ['f', 'Full screen: the chart under the pointer, or the first'], ['← →', 'Previous, next chart in full screen']]],
  ['Runs', [['j', 'Next run'], ['k', 'Previous run'], ['x', 'Select the run'], ['p', 'Pin the run to the top'], ['b', 'Make the run the baseline'], ['h', 'Hide or show the run'], ['o', 'Open the run'], ['t', 'Charts or table']]],
  ['Table', [['j k ↑ ↓', 'Next, previous line'], ['x Space', 'Select the run'], ['Shift j k', 'Select from line to line'], ['Enter', 'Open the run, or the group'], ['← →', 'Fold, unfold a group or parent'], ['b', 'Compare the others with this run'], ['/', 'Write a filter'], ['Shift click', 'On a heading: sort by this as well; on a box: select up to here']]],
  ['With the mouse', [['drag', 'Zoom into a range; all charts follow'], ['double click', 'Reset zoom'], ['drag a title', 'Move the chart; its lower right corner resizes it'], ['Alt click', 'On an eye: show this run alone']]],
];
