import { useCallback, useEffect, useRef, useState } from 'react';
import { changePanel, movePanel, type Layout } from '../view/layout';
import type { BoardPanel, BoardSection } from './board';

const START = 6; // pixels before a press becomes a drag
const EDGE = 60; // pixels from the scroller's edge in which a drag scrolls it
export const PANEL_HEIGHT = 250;
const LOWEST = 120;

export interface Drop {
  section: string;
  /** The panel before which it would land; null: at the end. */
  before: string | null;
}

export interface Moves {
  dragged: string | null;
  drop: Drop | null;
  /** The size a panel has while it is being resized. */
  size: { id: string; w: number; h: number } | null;
  drag: (event: React.PointerEvent, panel: BoardPanel) => void;
  resize: (event: React.PointerEvent, panel: BoardPanel) => void;
}

/** Where a pointer would drop a panel: before the panel under it or after, or at the end of a section. */
function dropAt(x: number, y: number, sections: readonly BoardSection[]): Drop | null {
  const under = document.elementFromPoint(x, y);
  const slot = under?.closest<HTMLElement>('[data-slot]');
  if (slot) {
    const section = sections.find((one) => one.name === slot.dataset.section);
    const box = slot.getBoundingClientRect();
    if (!section) return null;
    const at = section.panels.findIndex((one) => one.id === slot.dataset.slot);
    return { section: section.name, before: (x < box.left + box.width / 2 ? section.panels[at] : section.panels[at + 1])?.id ?? null };
  }
  const name = under?.closest<HTMLElement>('[data-board-section]')?.dataset.boardSection;
  return name === undefined ? null : { section: name, before: null };
}

/** Dragging panels to another place and resizing them, with the pointer. */
export function usePanelMoves(sections: readonly BoardSection[], columns: number, onLayout: ((edit: (layout: Layout) => Layout) => void) | undefined): Moves {
  const [dragged, setDragged] = useState<string | null>(null);
  const [drop, setDrop] = useState<Drop | null>(null);
  const [size, setSize] = useState<Moves['size']>(null);
  const latest = useRef({ sections, columns, onLayout });
  useEffect(() => void (latest.current = { sections, columns, onLayout }));

  const drag = useCallback((event: React.PointerEvent, panel: BoardPanel) => {
    const [x, y] = [event.clientX, event.clientY];
    const scroller = (event.currentTarget as HTMLElement).closest<HTMLElement>('[data-scroller]');
    let place: Drop | null = null;
    let on = false;
    const move = (e: PointerEvent) => {
      if (!on && Math.hypot(e.clientX - x, e.clientY - y) < START) return;
      if (!on) {
        on = true;
        setDragged(panel.id);
        getSelection()?.removeAllRanges();
      }
      e.preventDefault();
      const box = scroller?.getBoundingClientRect();
      if (box && e.clientY < box.top + EDGE) scroller!.scrollBy(0, -14);
      if (box && e.clientY > box.bottom - EDGE) scroller!.scrollBy(0, 14);
      place = dropAt(e.clientX, e.clientY, latest.current.sections);
      setDrop(place);
    };
    const end = (e: PointerEvent | KeyboardEvent) => {
      if (e instanceof KeyboardEvent && e.key !== 'Escape') return;
      for (const [name, listener] of listeners) window.removeEventListener(name, listener as EventListener);
      setDragged(null);
      setDrop(null);
      const { sections: shown, onLayout: save } = latest.current;
      if (!on || !place || e.type !== 'pointerup' || place.before === panel.id) return;
      const target = shown.find((section) => section.name === place!.section);
      const to = place;
      if (target) save?.((kept) => movePanel(kept, panel.id, to.section, to.before, target.panels.map((one) => one.id), panel.home));
    };
    const listeners = [['pointermove', move], ['pointerup', end], ['pointercancel', end], ['keydown', end]] as const;
    for (const [name, listener] of listeners) window.addEventListener(name, listener as EventListener);
  }, []);

  const resize = useCallback((event: React.PointerEvent, panel: BoardPanel) => {
    event.preventDefault();
    event.stopPropagation();
    const box = (event.currentTarget as HTMLElement).closest<HTMLElement>('[data-slot]')!.getBoundingClientRect();
    const [x, y] = [event.clientX, event.clientY];
    const across = panel.own.w ?? 1;
    const column = box.width / Math.min(across, latest.current.columns);
    let now = { id: panel.id, w: across, h: Math.round(box.height) };
    const move = (e: PointerEvent) => {
      now = {
        id: panel.id, w: Math.min(latest.current.columns, Math.max(1, Math.round((box.width + e.clientX - x) / column))),
        h: Math.max(LOWEST, Math.round((box.height + e.clientY - y) / 10) * 10),
      };
      setSize(now);
    };
    const end = () => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      setSize(null);
      latest.current.onLayout?.((kept) => changePanel(kept, panel.id, { w: now.w === 1 ? undefined : now.w, h: now.h === (kept.height ?? PANEL_HEIGHT) ? undefined : now.h }));
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
  }, []);

  return { dragged, drop, size, drag, resize };
}
