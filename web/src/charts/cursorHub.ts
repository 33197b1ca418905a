type Listener = (x: number | null, axis: string) => void;

/** The crosshair of the page: one x for all panels of the same axis, no y. */
export class CursorHub {
  private readonly listeners = new Set<Listener>();

  join(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  move(from: Listener, x: number | null, axis: string): void {
    for (const listener of this.listeners) if (listener !== from) listener(x, axis);
  }
}

export const pageCursor = new CursorHub();
