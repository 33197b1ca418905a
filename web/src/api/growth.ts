/** A run's growth is worth a new drawing from this share of its steps on: half a pixel of a usual chart. */
export const VISIBLE_SHARE = 1 / 640;

/** Knows how far runs had come when something was last drawn from all of them, so that it is drawn anew in proportion to what is new. */
export class Growth {
  private readonly drawn = new Map<number, number>();
  private readonly now = new Map<number, number>();

  /** A run has points up to this step. */
  note(run: number, lastStep: number): void {
    this.now.set(run, lastStep);
  }

  /** Whether anything came since the last drawing. */
  get any(): boolean {
    return this.now.size > 0;
  }

  /** Whether what came could be seen on a chart over all steps. */
  get visible(): boolean {
    for (const [run, step] of this.now) {
      const before = this.drawn.get(run);
      // Steps that go back are points put among old ones.
      if (before === undefined || step <= before || step - before >= step * VISIBLE_SHARE) return true;
    }
    return false;
  }

  /** All that is known has been drawn. */
  take(): void {
    for (const [run, step] of this.now) this.drawn.set(run, step);
    this.now.clear();
  }
}
