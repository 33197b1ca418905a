import { useRef, useState } from 'react';
import { fileUrl } from '../api/http';
import css from './media.module.css';
import type { Picture } from './pictures';

interface Side { run: number; name: string; picture: Picture }

/** Two pictures on top of each other; a line that one drags, or moves with the arrow keys, parts them. */
export function Wipe({ left, right }: { left: Side; right: Side }) {
  const [at, setAt] = useState(50);
  const box = useRef<HTMLDivElement>(null);
  const follow = (e: React.PointerEvent) => {
    const { left: from, width } = box.current!.getBoundingClientRect();
    setAt(Math.min(100, Math.max(0, ((e.clientX - from) / width) * 100)));
  };
  const { width, height } = left.picture;
  const small = (width ?? 999) <= 96;
  const image = (side: Side) => <img src={fileUrl(side.run, side.picture.file)} alt={`${side.name}: ${side.picture.caption ?? side.picture.file}`} draggable={false} style={{ imageRendering: small ? 'pixelated' : undefined }} />;
  return (
    <figure className={css.wipe}>
      <div ref={box} className={css.wipeBox} style={{ aspectRatio: width && height ? `${width} / ${height}` : undefined }} onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); follow(e); }} onPointerMove={(e) => { if (e.buttons > 0) follow(e); }} data-testid="wipe">
        {image(right)}
        <div className={css.wipeTop} style={{ clipPath: `inset(0 ${100 - at}% 0 0)` }}>{image(left)}</div>
        <i className={css.wipeLine} style={{ left: `${at}%` }} />
        <span className={css.wipeName} data-side="left">{left.name}</span><span className={css.wipeName} data-side="right">{right.name}</span>
      </div>
      <input type="range" min={0} max={100} step={0.5} value={at} aria-label={`How much of ${left.name} is shown over ${right.name}`} onChange={(e) => setAt(Number(e.target.value))} />
      {(left.picture.caption ?? right.picture.caption) && <figcaption className="ellipsis">{left.picture.caption ?? right.picture.caption}</figcaption>}
    </figure>
  );
}
