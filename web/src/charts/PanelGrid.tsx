import { lazy, memo, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Landmark } from '../api/types';
import { Button } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, Skeleton } from '../ui/states';
import { useWidth } from '../ui/useWidth';
import { addPanel, changePanel, EMPTY_LAYOUT, movePanel, removePanel, type Layout } from '../view/layout';
import { boardOf, type BoardPanel, type BoardSection } from './board';
import css from './charts.module.css';
import type { ChartRun } from './model';
import { Panel, type ChartSettings, type PanelEdit } from './Panel';
import { isOpen, isReached } from './sections';
import type { ShownGroups } from './useGroups';
import { PANEL_HEIGHT, usePanelMoves } from './usePanelMoves';

const ForeignPanel = lazy(() => import('./ForeignPanel').then((m) => ({ default: m.ForeignPanel })));
const FullPanel = lazy(() => import('./FullPanel').then((m) => ({ default: m.FullPanel })));
const AHEAD = 700; // pixels beyond the screen in which panels exist
const SETTLING = 800; // milliseconds
const WIDEST = 330; // pixels of a column where the number of columns follows the window
const GAP = 10;
const CARD = 66;
const MARKED_CARD = 132;

export interface GridProps {
  /** `single`: known to hold one value, so that a small card is enough. `stepMetric`: what its client logs it against. */
  metrics: readonly { key: string; runs?: number; single?: boolean; stepMetric?: string }[];
  runs: readonly ChartRun[];
  /** Groups to draw in place of runs. */
  groups?: ShownGroups;
  landmarks: readonly Landmark[];
  settings: ChartSettings;
  focus: number | null;
  search: string;
  toggled: readonly string[];
  /** All metrics begin with this; sections are named by what follows. */
  prefix?: string;
  full: string | null;
  onZoom: (range: [number, number] | null) => void;
  onFull: (id: string | null) => void;
  onToggle: (section: string) => void;
  onAxis?: (axis: string) => void;
  /** How the panels were arranged, and what keeps another arrangement; without it the page cannot be arranged. */
  layout?: Layout;
  onLayout?: (edit: (layout: Layout) => Layout) => void;
  /** The project and filter that panels over whole runs ask about. */
  project?: string;
  filter?: string;
  /** Hears what was marked in such a panel, in the query language. */
  onBrush?: (id: string, filter: string) => void;
}

/** Holds its place in the grid; what is in it exists only while it is on the screen or within one screen of it. */
const Slot = memo(function Slot({ children, panel, height, span, drop, dragged }: { children: () => React.ReactNode; panel: BoardPanel; height: number; span: number; drop: boolean; dragged: boolean }) {
  const ref = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  // Without waiting for the observer, which first speaks after the page was painted.
  useLayoutEffect(() => {
    const { top, bottom } = ref.current!.getBoundingClientRect();
    if (bottom > 0 && top < window.innerHeight) setNear(true);
  }, []);
  useEffect(() => {
    let observer: IntersectionObserver | undefined;
    const watch = (margin: number) => {
      observer?.disconnect();
      observer = new IntersectionObserver(([entry]) => setNear(entry!.isIntersecting), { rootMargin: `${margin}px 0px` });
      observer.observe(ref.current!);
    };
    // What is on the screen comes first; what scrolling would bring waits until the page has had time to draw it.
    watch(0);
    const later = setTimeout(() => watch(AHEAD), SETTLING);
    return () => {
      clearTimeout(later);
      observer?.disconnect();
    };
  }, []);
  return (
    <div ref={ref} className={css.slot} data-slot={panel.id} data-section={panel.section} data-drop={drop} data-dragged={dragged} style={{ height, gridColumn: `span ${span}` }}>
      {near ? children() : null}
    </div>
  );
});

/** All panels of a page in a tree of collapsible sections. */
export function PanelGrid(props: GridProps) {
  const { metrics, runs, groups, landmarks, settings, focus, search, toggled, prefix, full, onZoom, onFull, onToggle, onAxis, onLayout, project, filter, onBrush } = props;
  const layout = props.layout ?? EMPTY_LAYOUT;
  const [host, width] = useWidth<HTMLDivElement>();
  const marked = useMemo(() => new Set(landmarks.map((l) => l.metric)), [landmarks]);
  const known = useMemo(() => new Map(metrics.map((m) => [m.key, m])), [metrics]);
  const sections = useMemo(() => boardOf(metrics, marked, layout, search, prefix), [metrics, marked, layout, search, prefix]);
  const columns = layout.columns ?? Math.max(1, Math.floor((width - 24 + GAP) / WIDEST));
  const moves = usePanelMoves(sections, columns, onLayout);
  const names = useMemo(() => metrics.map((m) => m.key), [metrics]);
  const { drag, resize } = moves;
  const edit = useMemo<PanelEdit | undefined>(() => {
    if (!onLayout) return undefined;
    const shownIn = (section: string) => sections.find((one) => one.name === section)?.panels.map((one) => one.id) ?? [];
    return {
      names, drag, resize,
      change: (id, change) => onLayout((now) => changePanel(now, id, change)),
      remove: (panel) => onLayout((now) => removePanel(now, panel.id)),
      duplicate: (panel) => onLayout((now) => addPanel(now, panel.section, { ...panel.own, metrics: [...panel.metrics] }, panel.id, shownIn(panel.section))[0]),
      shift: (panel, by) => {
        const ids = shownIn(panel.section);
        const to = ids.indexOf(panel.id) + by;
        if (to >= 0 && to < ids.length) onLayout((now) => movePanel(now, panel.id, panel.section, by < 0 ? ids[to]! : (ids[to + 1] ?? null), ids, panel.home));
      },
    };
  }, [onLayout, names, drag, resize, sections]);
  const add = (section: BoardSection) => {
    const [next, id] = addPanel(layout, section.name, { metrics: section.panels.slice(0, 1).flatMap((one) => [...one.metrics]) }, undefined, section.panels.map((one) => one.id));
    onLayout!(() => next);
    onFull(id);
  };
  const common = { runs, groups, landmarks, settings, focus, onZoom, onAxis, edit };
  const open = (section: string) => search !== '' || isOpen(section, toggled);
  const shown = sections.filter((section) => search !== '' || isReached(section.name, toggled));
  const all = sections.flatMap((section) => section.panels);
  const opened = full === null ? undefined : all.find((one) => one.id === full);
  const body = (panel: BoardPanel, small: boolean) => panel.own.kind !== undefined
    ? <Suspense fallback={<Skeleton lines={5} />}><ForeignPanel panel={panel} project={project ?? ''} filter={filter ?? ''} edit={edit} onBrush={onBrush && ((text) => onBrush(panel.id, text))} /></Suspense>
    : <Panel panel={panel} having={known.get(panel.metrics[0] ?? '')?.runs} stepMetric={known.get(panel.metrics[0] ?? '')?.stepMetric} onFull={small ? undefined : onFull} {...common} />;
  return (
    <div ref={host} className={css.sections} data-dragging={moves.dragged !== null}>
      {sections.length === 0 && search !== '' && (
        <Empty title={`No chart matches “${search}”`}><p>The search is a regular expression over {metrics.length} metric names and the titles of panels. Clear it to see them all.</p></Empty>
      )}
      {width > 0 && shown.map((section) => (
        <section key={section.name} aria-label={`Section ${section.name}`} data-board-section={section.name} data-landing={moves.drop?.section === section.name && moves.drop.before === null}>
          <div className={css.sectionHead} style={{ paddingLeft: 12 + section.depth * 16 }}>
            <button type="button" className={css.sectionName} aria-expanded={open(section.name)} onClick={() => onToggle(section.name)}>
              <Icon name="chevron" size={12} /> {section.name} <small>{section.panels.length || ''}</small>
            </button>
            {edit && <span className={css.sectionTools}><Button icon="plus" kind="ghost" small label={`Add a panel to ${section.name}`} onClick={() => add(section)} /></span>}
          </div>
          {open(section.name) && [true, false].map((small) => {
            const here = section.panels.filter((panel) => (panel.single && panel.own.h === undefined && panel.own.w === undefined) === small);
            return here.length > 0 && (
              <div key={String(small)} className={small ? css.compact : css.grid} style={small ? undefined : { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
                {here.map((panel) => {
                  const resized = moves.size?.id === panel.id ? moves.size : undefined;
                  return (
                    <Slot
                      key={panel.id} panel={panel} drop={moves.drop?.section === section.name && moves.drop.before === panel.id} dragged={moves.dragged === panel.id}
                      height={small ? (panel.metrics.some((m) => marked.has(m)) ? MARKED_CARD : CARD) : (resized?.h ?? panel.own.h ?? layout.height ?? PANEL_HEIGHT)}
                      span={small ? 1 : Math.min(columns, resized?.w ?? panel.own.w ?? 1)}
                    >
                      {() => body(panel, small)}
                    </Slot>
                  );
                })}
              </div>
            );
          })}
        </section>
      ))}
      {opened && opened.own.kind === undefined && (
        <Suspense>
          <FullPanel key={opened.id} panel={opened} panels={all.filter((one) => one.own.kind === undefined)} {...common} onFull={onFull} />
        </Suspense>
      )}
    </div>
  );
}
