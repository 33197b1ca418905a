import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** An element's width in pixels as it changes; 0 before it is on the page. */
export function useWidth<T extends HTMLElement>(): [RefObject<T | null>, number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current!;
    const { paddingLeft, paddingRight } = getComputedStyle(element);
    // Now rather than when the observer speaks, which is after a first paint that nobody wants to see.
    setWidth(Math.max(0, element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)));
    const observer = new ResizeObserver(([entry]) => setWidth(entry!.contentRect.width));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
