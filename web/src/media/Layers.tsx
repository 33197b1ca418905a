import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { fileUrl, getJson, send } from '../api/http';
import type { Json, Run } from '../api/types';
import { Icon } from '../ui/icons';
import { classColour, classRgb } from './colours';
import css from './media.module.css';
import { classLabels, layerFile, maskLabels, readBoxes, type Box, type Picture } from './pictures';

export interface Layer {
  name: string;
  kind: 'mask' | 'boxes';
  labels: Map<number, string>;
}

/** Which layers of some pictures are drawn, and how strongly. */
export interface LayerState {
  layers: Layer[];
  /** `layer` or `layer#class` of what is not drawn. */
  hidden: ReadonlySet<string>;
  opacity: number;
  least: number;
  boxesOf: (picture: Picture) => { layer: string; boxes: Box[] }[];
  found: (layer: string, classes: readonly number[]) => void;
  set: (change: Partial<{ hidden: ReadonlySet<string>; opacity: number; least: number }>) => void;
}

const readJson = async (run: number, path: string, signal: AbortSignal): Promise<Json> => (await send(fileUrl(run, path).replace('/api/v1', ''), { signal })).json() as Promise<Json>;

/** The layers that pictures of a key have, with the state of their switches. */
export function useLayers(run: number, key: string, pictures: readonly Picture[]): LayerState {
  const [state, set] = useState({ hidden: new Set<string>() as ReadonlySet<string>, opacity: 0.55, least: 0 });
  const [seen, setSeen] = useState<ReadonlyMap<string, readonly number[]>>(new Map());
  const masks = [...new Set(pictures.flatMap((p) => Object.keys(p.masks ?? {})))];
  const files = [...new Set(pictures.flatMap((p) => Object.values(p.boxes ?? {}).flatMap((b) => layerFile(b) ?? [])))];
  const owner = useQuery({ queryKey: ['runById', run], enabled: masks.length > 0, staleTime: 60_000, queryFn: ({ signal }) => getJson<Run>(`/runs/${run}`, signal) });
  const documents = useQueries({ queries: files.map((path) => ({ queryKey: ['boxes', run, path], staleTime: Infinity, queryFn: ({ signal }: { signal: AbortSignal }) => readJson(run, path, signal) })) });
  const byFile = new Map(files.map((path, i) => [path, documents[i]?.data]));
  const documentOf = (layer: { [key: string]: Json }): Json | undefined => {
    const path = layerFile(layer);
    return path === undefined ? layer : byFile.get(path);
  };
  const layers: Layer[] = masks.map((name) => {
    const own = pictures.map((p) => p.masks?.[name]).find((m) => m);
    const labels = own?.class_labels ? classLabels(own.class_labels) : maskLabels(owner.data?.environment as Json, key, name);
    const all = new Map(labels);
    for (const id of seen.get(name) ?? []) if (!all.has(id)) all.set(id, `class ${id}`);
    return { name, kind: 'mask', labels: all };
  });
  for (const name of [...new Set(pictures.flatMap((p) => Object.keys(p.boxes ?? {})))]) {
    const labels = new Map<number, string>();
    for (const p of pictures) {
      const document = p.boxes?.[name] && documentOf(p.boxes[name]);
      if (document === undefined) continue;
      for (const [id, text] of classLabels((document as { class_labels?: Json } | null)?.class_labels)) labels.set(id, text);
      for (const box of readBoxes(document, p.width ?? 1, p.height ?? 1)) if (!labels.has(box.id)) labels.set(box.id, box.caption || `class ${box.id}`);
    }
    layers.push({ name, kind: 'boxes', labels });
  }
  return {
    layers, ...state,
    boxesOf: (p) => Object.entries(p.boxes ?? {}).map(([layer, b]) => ({ layer, boxes: readBoxes(documentOf(b), p.width ?? 1, p.height ?? 1) })),
    found: (layer, classes) => setSeen((old) => (classes.every((c) => old.get(layer)?.includes(c)) ? old : new Map(old).set(layer, [...new Set([...(old.get(layer) ?? []), ...classes])].sort((a, b) => a - b)))),
    set: (change) => set((old) => ({ ...old, ...change })),
  };
}

/** Switches for layers and their classes, and how strongly masks cover the picture. */
export function LayerBar({ state }: { state: LayerState }) {
  if (state.layers.length === 0) return null;
  const { hidden, set } = state;
  const flip = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    set({ hidden: next });
  };
  const scored = state.layers.some((l) => l.kind === 'boxes');
  return (
    <div className={css.layers} role="group" aria-label="Layers">
      {state.layers.map((layer) => (
        <div key={`${layer.kind} ${layer.name}`} className={css.layer}>
          <button type="button" className={css.layerName} aria-pressed={!hidden.has(layer.name)} title={`${hidden.has(layer.name) ? 'Show' : 'Hide'} the ${layer.kind === 'mask' ? 'mask' : 'boxes'}`} onClick={() => flip(layer.name)}>
            <Icon name={hidden.has(layer.name) ? 'eyeOff' : 'eye'} size={12} /> {layer.name} <small>{layer.kind}</small>
          </button>
          {[...layer.labels].slice(0, 40).map(([id, label]) => (
            <button key={id} type="button" className={css.classChip} aria-pressed={!hidden.has(`${layer.name}#${id}`)} disabled={hidden.has(layer.name)} onClick={() => flip(`${layer.name}#${id}`)}>
              <i style={{ background: classColour(id) }} /> {label}
            </button>
          ))}
        </div>
      ))}
      <div className={css.layerSliders}>
        {state.layers.some((l) => l.kind === 'mask') && <label>mask opacity <input type="range" min={0} max={1} step={0.05} value={state.opacity} onChange={(e) => set({ opacity: Number(e.target.value) })} /></label>}
        {scored && <label>score at least <input type="range" min={0} max={1} step={0.05} value={state.least} onChange={(e) => set({ least: Number(e.target.value) })} /> <b>{state.least.toFixed(2)}</b></label>}
      </div>
    </div>
  );
}

const pixels = new Map<string, Promise<{ width: number; height: number; classes: Uint8Array }>>();

// The red channel of a mask is its class: the browser gives it only through a canvas.
function loadMask(url: string) {
  let known = pixels.get(url);
  if (known) return known;
  known = new Promise((resolve, reject) => {
    const image = new Image();
    image.onerror = () => reject(new Error('The mask cannot be read.'));
    image.onload = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
      const ctx = canvas.getContext('2d', { willReadFrequently: true })!;
      ctx.drawImage(image, 0, 0);
      const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
      resolve({ width: canvas.width, height: canvas.height, classes: Uint8Array.from({ length: data.length / 4 }, (_, i) => data[i * 4]!) });
    };
    image.src = url;
  });
  pixels.set(url, known);
  if (pixels.size > 64) pixels.delete(pixels.keys().next().value!);
  return known;
}

function Mask({ url, layer, state }: { url: string; layer: Layer; state: LayerState }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { hidden, found } = state;
  const shown = [...layer.labels.keys()].filter((id) => hidden.has(`${layer.name}#${id}`)).join(',');
  const tell = useRef(found);
  useEffect(() => void (tell.current = found));
  useEffect(() => {
    let stopped = false;
    const out = new Set(shown === '' ? [] : shown.split(',').map(Number));
    loadMask(url).then(({ width, height, classes }) => {
      const element = canvas.current;
      if (stopped || !element) return;
      [element.width, element.height] = [width, height];
      const ctx = element.getContext('2d')!;
      const image = ctx.createImageData(width, height);
      const present = new Set<number>();
      for (let i = 0; i < classes.length; i++) {
        const id = classes[i]!;
        present.add(id);
        if (out.has(id) || id === 0) continue; // class 0 is what nobody labelled
        const [r, g, b] = classRgb(id);
        image.data.set([r, g, b, 255], i * 4);
      }
      ctx.putImageData(image, 0, 0);
      element.dataset.classes = [...present].filter((id) => !out.has(id)).sort((a, b) => a - b).join(' ');
      tell.current(layer.name, [...present].filter((id) => id !== 0));
    }).catch(() => undefined); // the picture is shown without it
    return () => { stopped = true; };
  }, [url, shown, layer.name]);
  return <canvas ref={canvas} className={css.mask} style={{ opacity: state.opacity }} data-testid="mask" aria-hidden="true" />;
}

/** A picture's layers, drawn over all of it. */
export function Overlay({ run, picture, state, names }: { run: number; picture: Picture; state: LayerState; names?: boolean }) {
  const ratio = (picture.width ?? 1) / (picture.height ?? 1);
  return (
    <>
      {state.layers.filter((l) => l.kind === 'mask' && !state.hidden.has(l.name)).map((layer) => {
        const mask = picture.masks?.[layer.name];
        const path = mask && layerFile(mask);
        return path ? <Mask key={layer.name} url={fileUrl(run, path)} layer={layer} state={state} /> : null;
      })}
      {state.boxesOf(picture).filter((b) => !state.hidden.has(b.layer)).map(({ layer, boxes }) => (
        <div key={layer} className={css.boxes} style={{ aspectRatio: ratio }} aria-hidden="true">
          {boxes.filter((b) => !state.hidden.has(`${layer}#${b.id}`) && Object.values(b.scores).every((s) => s >= state.least)).map((b, i) => (
            <i key={i} data-testid="box" title={[b.caption, ...Object.entries(b.scores).map(([k, v]) => `${k} ${v}`)].join('\n')} style={{ left: `${b.x * 100}%`, top: `${b.y * 100}%`, width: `${b.width * 100}%`, height: `${b.height * 100}%`, borderColor: classColour(b.id) }}>
              {names && <b style={{ background: classColour(b.id) }}>{b.caption} {Object.values(b.scores).map((s) => s.toFixed(2)).join(' ')}</b>}
            </i>
          ))}
        </div>
      ))}
    </>
  );
}
