import { lazy, memo, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import type { Landmark } from '../api/types';
import { Icon } from '../ui/icons';
import { Empty } from '../ui/states';
import css from './charts.module.css';
import type { ChartRun } from './model';
import { Panel, type ChartSettings } from './Panel';
import { isOpen, matcher, sectionsOf } from './sections';

const FullPanel = lazy(() => import('./FullPanel').then((m) => ({ default: m.FullPanel })));

export interface GridProps {
  /** `single`: known to hold one value, so that a small card is enough. */
  metrics: readonly { key: string; runs?: number; single?: boolean }[];
  runs: readonly ChartRun[];
  landmarks: readonly Landmark[];
  settings: ChartSettings;
  focus: number | null;
  search: string;
  toggled: readonly string[];
  /** All metrics begin with this; sections are named by what follows. */
  prefix?: string;
  full: string | null;
  onZoom: (range: [number, number] | null) => void;
  onFull: (metric: string | null) => void;
  onToggle: (section: string) => void;
}

/** Holds its place in the grid; what is in it exists only while it is on the screen or within one screen of it. */
const Slot = memo(function Slot({ children, height }: { children: () => React.ReactNode; height: number }) {
  const ref = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setNear(entry!.isIntersecting), { rootMargin: '700px 0px' });
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, []);
  return <div ref={ref} style={{ height, minWidth: 0 }}>{near ? children() : null}</div>;
});

/** All charts of a page in collapsible sections. */
export function PanelGrid({ metrics, runs, landmarks, settings, focus, search, toggled, prefix, full, onZoom, onFull, onToggle }: GridProps) {
  const marked = useMemo(() => new Set(landmarks.map((l) => l.metric)), [landmarks]);
  const having = useMemo(() => new Map(metrics.map((m) => [m.key, m.runs])), [metrics]);
  const singles = useMemo(() => new Set(metrics.filter((m) => m.single).map((m) => m.key)), [metrics]);
  const matching = useMemo(() => {
    const matches = matcher(search);
    return metrics.map((m) => m.key).filter(matches);
  }, [metrics, search]);
  const sections = useMemo(() => sectionsOf(matching, marked, prefix), [matching, marked, prefix]);
  const common = { runs, landmarks, settings, focus, onZoom };
  if (sections.length === 0 && search !== '')
    return <Empty title={`No metric matches “${search}”`}><p>The search is a regular expression over {metrics.length} metric names. Clear it to see them all.</p></Empty>;
  return (
    <div className={css.sections}>
      {sections.map((section) => {
        const open = search !== '' || isOpen(section.name, toggled);
        return (
          <section key={section.name} aria-label={`Section ${section.name}`}>
            <button type="button" className={css.sectionHead} aria-expanded={open} onClick={() => onToggle(section.name)}>
              <Icon name="chevron" size={12} /> {section.name} <small>{section.metrics.length}</small>
            </button>
            {open && (
              <>
                {[true, false].map((small) => {
                  const here = section.metrics.filter((metric) => singles.has(metric) === small);
                  return here.length > 0 && (
                    <div key={String(small)} className={small ? css.compact : css.grid}>
                      {here.map((metric) => (
                        <Slot key={metric} height={small ? (marked.has(metric) ? 132 : 66) : 250}>{() => <Panel metric={metric} having={having.get(metric)} onFull={small ? undefined : onFull} {...common} />}</Slot>
                      ))}
                    </div>
                  );
                })}
              </>
            )}
          </section>
        );
      })}
      {full !== null && (
        <Suspense>
          <FullPanel metric={full} metrics={sections.flatMap((s) => s.metrics)} {...common} onFull={onFull} />
        </Suspense>
      )}
    </div>
  );
}
