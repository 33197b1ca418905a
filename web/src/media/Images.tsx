import { useState } from 'react';
import { fileUrl } from '../api/http';
import type { RunRecord } from '../api/types';
import { LayerBar, Overlay, useLayers } from './Layers';
import { Lightbox } from './Lightbox';
import css from './media.module.css';
import type { Picture } from './pictures';

const SMALL = 96; // pixels; smaller pictures are drawn larger, pixel by pixel
const AT_ONCE = 60;

/** Pictures of one key and step, with the layers that were logged over them. */
export function Images({ run, recordKey, records }: { run: number; recordKey: string; records: readonly RunRecord[] }) {
  const [open, setOpen] = useState<number | null>(null);
  const [all, setAll] = useState(false);
  const pictures = records.map((r) => r.value as unknown as Picture);
  const layers = useLayers(run, recordKey, pictures);
  const small = pictures.every((p) => (p.width ?? 999) <= SMALL);
  const shown = all ? pictures : pictures.slice(0, AT_ONCE);
  const column = small ? 84 : pictures.length === 1 ? 280 : layers.layers.length > 0 ? 220 : 160;
  return (
    <>
      <LayerBar state={layers} />
      <div className={css.images} style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${column}px), 1fr))` }}>
        {shown.map((p, i) => (
          <figure key={p.file + records[i]!.index}>
            <button type="button" onClick={() => setOpen(i)} aria-label={`Enlarge ${p.caption ?? p.file}`}>
              <img src={fileUrl(run, p.file)} alt={p.caption ?? p.file} loading="lazy" style={{ aspectRatio: p.width && p.height ? `${p.width} / ${p.height}` : undefined, imageRendering: small ? 'pixelated' : undefined }} />
              {layers.layers.length > 0 && <Overlay run={run} picture={p} state={layers} names={pictures.length <= 4} />}
            </button>
            {p.caption && <figcaption title={p.caption}>{p.caption}</figcaption>}
          </figure>
        ))}
      </div>
      {pictures.length > shown.length && <button type="button" className={css.moreButton} onClick={() => setAll(true)}>Show all {pictures.length} pictures</button>}
      {open !== null && <Lightbox run={run} pictures={pictures} at={open} layers={layers} small={small} onAt={setOpen} onClose={() => setOpen(null)} />}
    </>
  );
}
