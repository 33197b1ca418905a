import { useEffect, useRef } from 'react';
import { useDark } from '../app/preferences';
import css from './charts.module.css';
import { LineChart } from './lineChart';
import type { ChartModel } from './model';

/** The line chart as a React element. */
export function Plot({ model, onZoom }: { model: ChartModel; onZoom: (range: [number, number] | null) => void }) {
  const dark = useDark();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<LineChart>(undefined);
  const latest = useRef({ model, onZoom, dark });
  useEffect(() => chart.current?.restyle(dark), [dark]);
  useEffect(() => {
    latest.current = { model, onZoom, dark };
    chart.current?.update(model);
  }, [model, onZoom, dark]);
  useEffect(() => {
    const element = host.current!;
    const made = new LineChart(element, latest.current.model, latest.current.dark, (range) => latest.current.onZoom(range));
    chart.current = made;
    const sizes = new ResizeObserver(() => made.resize());
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, []);
  return <div ref={host} className={css.host} />;
}
