import { useEffect, useRef, useState } from 'react';
import { useDark } from '../app/preferences';
import { Button } from '../ui/controls';
import { Skeleton } from '../ui/states';
import css from './media.module.css';
import type { Stage } from './stage';

/** A point cloud or mesh that can be turned, moved and zoomed; it exists only while it is on the screen. */
export function Scene({ url, path, caption }: { url: string; path: string; caption: string }) {
  const host = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage>(undefined);
  const dark = useDark();
  const [near, setNear] = useState(false);
  const [state, setState] = useState<{ words?: string; problem?: string; labels: { text: string; colour: string }[]; points: boolean }>({ labels: [], points: false });
  const [size, setSize] = useState(2);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setNear(entry!.isIntersecting), { rootMargin: '200px' });
    observer.observe(host.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!near) return;
    const abort = new AbortController();
    const element = host.current!;
    element.dataset.theme = dark ? 'dark' : 'light'; // another theme has other colours to read
    import('./stage').then(async ({ openStage }) => {
      if (abort.signal.aborted) return;
      const opened = await openStage(element, url, path, abort.signal);
      if (abort.signal.aborted) return opened.close();
      stage.current = opened;
      element.dataset.things = String(opened.things);
      setState({ words: opened.words, labels: opened.labels, points: opened.hasPoints });
    }).catch((error: unknown) => {
      if (!abort.signal.aborted) setState({ problem: error instanceof Error ? error.message : String(error), labels: [], points: false });
    });
    return () => {
      abort.abort();
      stage.current?.close();
      stage.current = undefined;
      delete element.dataset.things;
    };
  }, [near, url, path, dark]);
  return (
    <figure className={css.solid}>
      <div className={css.solidBar}>
        <Button small kind="ghost" icon="reset" label="Back to the first view" onClick={() => stage.current?.reset()} />
        {state.points && <label className="muted">points <input type="range" min={1} max={8} step={0.5} value={size} aria-label="Size of the points" onChange={(e) => { setSize(Number(e.target.value)); stage.current?.setPointSize(Number(e.target.value)); }} /></label>}
        <span className="muted ellipsis">{state.words}</span><span className="grow" /><a href={url} download>Download</a>
      </div>
      {state.problem && <p className={css.none}>{path} cannot be drawn: {state.problem}</p>}
      {!state.words && !state.problem && <Skeleton lines={2} />}
      <div ref={host} className={css.canvas3d} role="img" aria-label={`3-D object ${caption || path}`} data-testid="scene" />
      {state.labels.length > 0 && <p className={css.legend}>{state.labels.map((l, i) => <span key={i}><i style={{ background: l.colour }} /> {l.text}</span>)}</p>}
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  );
}
