import { useEffect, useRef, useState } from 'react';
import { fileUrl } from '../api/http';
import { Button, Dialog } from '../ui/controls';
import { LayerBar, Overlay, type LayerState } from './Layers';
import css from './media.module.css';
import type { Picture } from './pictures';

interface Props {
  run: number;
  pictures: readonly Picture[];
  at: number;
  layers: LayerState;
  small: boolean;
  onAt: (at: number) => void;
  onClose: () => void;
}

/** One picture over the page: the wheel zooms, dragging moves, the arrow keys go to its neighbours. */
export function Lightbox({ run, pictures, at, layers, small, onAt, onClose }: Props) {
  const picture = pictures[at]!;
  const stage = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState({ scale: 1, x: 0, y: 0 });
  const drag = useRef<{ x: number; y: number } | null>(null);
  const go = (by: number) => {
    setZoom({ scale: 1, x: 0, y: 0 });
    onAt((at + by + pictures.length) % pictures.length);
  };
  const by = (factor: number, cx = 0, cy = 0) => setZoom((z) => {
    const scale = Math.min(40, Math.max(1, z.scale * factor));
    const k = scale / z.scale;
    return scale === 1 ? { scale, x: 0, y: 0 } : { scale, x: cx - (cx - z.x) * k, y: cy - (cy - z.y) * k };
  });
  useEffect(() => {
    const element = stage.current!;
    const wheel = (e: WheelEvent) => {
      e.preventDefault();
      const box = element.getBoundingClientRect();
      by(Math.exp(-e.deltaY / 400), e.clientX - box.left - box.width / 2, e.clientY - box.top - box.height / 2);
    };
    const keys = (e: KeyboardEvent) => {
      if ((e.target as HTMLElement).tagName === 'INPUT') return;
      if (e.key === 'ArrowLeft') go(-1);
      else if (e.key === 'ArrowRight') go(1);
      else if (e.key === '+' || e.key === '=') by(1.4);
      else if (e.key === '-') by(1 / 1.4);
      else if (e.key === '0') setZoom({ scale: 1, x: 0, y: 0 });
    };
    element.addEventListener('wheel', wheel, { passive: false });
    window.addEventListener('keydown', keys);
    return () => {
      element.removeEventListener('wheel', wheel);
      window.removeEventListener('keydown', keys);
    };
  });
  const ratio = picture.width && picture.height ? picture.width / picture.height : undefined;
  return (
    <Dialog title={picture.caption ?? picture.file} onClose={onClose} width="min(1180px, calc(100vw - 48px))">
      <LayerBar state={layers} />
      <div
        ref={stage} className={css.stage} data-zoomed={zoom.scale > 1}
        onPointerDown={(e) => { drag.current = { x: e.clientX - zoom.x, y: e.clientY - zoom.y }; e.currentTarget.setPointerCapture(e.pointerId); }}
        onPointerMove={(e) => { if (drag.current && zoom.scale > 1) setZoom((z) => ({ ...z, x: e.clientX - drag.current!.x, y: e.clientY - drag.current!.y })); }}
        onPointerUp={() => { drag.current = null; }}
      >
        <div className={css.held} style={{ transform: `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})`, aspectRatio: ratio, width: ratio ? `min(100%, calc(68vh * ${ratio}))` : undefined }}>
          <img src={fileUrl(run, picture.file)} alt={picture.caption ?? picture.file} draggable={false} style={{ imageRendering: small || zoom.scale > 3 ? 'pixelated' : undefined }} />
          <Overlay run={run} picture={picture} state={layers} names />
        </div>
      </div>
      <div className={css.largeNote}>
        {pictures.length > 1 && <><Button icon="left" small kind="ghost" label="Previous picture (←)" onClick={() => go(-1)} /><span>{at + 1} of {pictures.length}</span><Button icon="right" small kind="ghost" label="Next picture (→)" onClick={() => go(1)} /></>}
        <span className="mono grow ellipsis">{picture.file}</span>
        {picture.width && <span>{picture.width} × {picture.height}</span>}
        <Button small kind="ghost" label="Zoom out (−)" onClick={() => by(1 / 1.4)}>−</Button><Button small kind="ghost" label="Fit (0)" onClick={() => setZoom({ scale: 1, x: 0, y: 0 })}>{Math.round(zoom.scale * 100)} %</Button><Button small kind="ghost" label="Zoom in (+)" onClick={() => by(1.4)}>+</Button>
        <a href={fileUrl(run, picture.file)} download>Download</a>
      </div>
    </Dialog>
  );
}
