import { useEffect, useState } from 'react';
import { useKeys } from '../app/keys';
import { pageCursor } from '../charts/cursorHub';
import { Button } from '../ui/controls';
import css from './media.module.css';

interface Props {
  first: number;
  last: number;
  /** Null follows the newest. */
  step: number | null;
  onStep: (step: number | null) => void;
  /** The neighbouring step with something at it. */
  next: (step: number, forward: boolean) => Promise<number | undefined>;
}

const still = () => undefined;

/** The page's one step: a slider, its neighbours, and the keys Ctrl-← and Ctrl-→. Charts on the page mark it. */
export function StepBar({ first, last, step, onStep, next }: Props) {
  const [draft, setDraft] = useState<number | null>(null);
  const at = draft ?? step ?? last;
  const set = (to: number) => onStep(to >= last ? null : to);
  const go = async (forward: boolean) => {
    const found = await next(at, forward);
    if (found !== undefined) set(found);
  };
  const settle = () => {
    if (draft !== null) set(draft);
    setDraft(null);
  };
  useKeys({ 'mod+ArrowLeft': () => void go(false), 'mod+ArrowRight': () => void go(true) });
  useEffect(() => pageCursor.move(still, at, 'step'), [at]);
  return (
    <>
      {first < last && (
        <>
          <Button icon="left" kind="ghost" label="Previous step with media (Ctrl ←)" onClick={() => void go(false)} />
          <input type="range" min={first} max={last} step={1} value={at} aria-label="Step" className={css.slider} onChange={(e) => setDraft(Number(e.target.value))} onPointerUp={settle} onKeyUp={settle} onBlur={settle} />
          <Button icon="right" kind="ghost" label="Next step with media (Ctrl →)" onClick={() => void go(true)} />
        </>
      )}
      <span className="muted" role="status">step <b>{at}</b>{step === null && draft === null && ', the newest'}</span>
    </>
  );
}
