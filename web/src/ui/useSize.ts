import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** An element's width and height in pixels as they change; 0 before it is on the page. */
export function useSize<T extends HTMLElement>(): [RefObject<T | null>, number, number] {
  const ref = useRef<T>(null);
  const [size, setSize] = useState<readonly [number, number]>([0, 0]);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setSize([entry!.contentRect.width, entry!.contentRect.height]));
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, []);
  return [ref, size[0], size[1]];
}
