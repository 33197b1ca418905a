import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { send } from '../api/http';
import { useDark } from '../app/preferences';
import { readColours } from '../charts/colours';
import { Button } from '../ui/controls';
import { ProblemView, Skeleton } from '../ui/states';
import css from './media.module.css';

const STYLES = { sticks: { stick: { radius: 0.14 }, sphere: { scale: 0.24 } }, spheres: { sphere: {} }, cartoon: { cartoon: { color: 'spectrum' } }, lines: { line: {} } } as const;
const FORMATS: Record<string, string> = { sd: 'sdf', ent: 'pdb', mcif: 'mmcif' };

/** A molecule that can be turned with the mouse. */
export function Molecule({ url, path, caption }: { url: string; path: string; caption: string }) {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const format = FORMATS[extension] ?? extension;
  const host = useRef<HTMLDivElement>(null);
  const [style, setStyle] = useState<keyof typeof STYLES>('sticks');
  const [problem, setProblem] = useState<string | null>(null);
  const dark = useDark();
  const text = useQuery({
    queryKey: ['molecule', url], staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const response = await send(url.replace('/api/v1', ''), { signal });
      return format === 'mmtf' ? response.arrayBuffer() : response.text();
    },
  });
  const data = text.data;
  useEffect(() => {
    if (data === undefined) return;
    let stopped = false;
    const element = host.current!;
    element.dataset.theme = dark ? 'dark' : 'light'; // another theme has other colours to read
    import('3dmol').then((library) => {
      if (stopped) return;
      const viewer = library.createViewer(element, { backgroundColor: readColours(element).panel });
      const model = viewer.addModel(data as string, format, { keepH: true });
      element.dataset.atoms = String(model.selectedAtoms({}).length);
      viewer.setStyle({}, STYLES[style]);
      viewer.zoomTo();
      viewer.render();
    }).catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
    return () => {
      stopped = true;
      element.replaceChildren();
    };
  }, [data, format, style, dark]);
  if (text.error) return <ProblemView error={text.error} retry={() => void text.refetch()} />;
  return (
    <figure className={css.solid}>
      <div className={css.solidBar}>{(Object.keys(STYLES) as (keyof typeof STYLES)[]).map((s) => <Button key={s} small kind="ghost" on={s === style} onClick={() => setStyle(s)}>{s}</Button>)}<span className="grow" /><a href={url} download>Download</a></div>
      {problem && <p className={css.none}>The molecule cannot be drawn: {problem}</p>}
      {data === undefined && <Skeleton lines={6} />}
      <div ref={host} className={css.canvas3d} role="img" aria-label={`Molecule ${caption || path}`} data-testid="molecule" />
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  );
}
