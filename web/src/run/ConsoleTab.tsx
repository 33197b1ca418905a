import { useQuery } from '@tanstack/react-query';
import { use, useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import { consoleTail } from '../api/queries';
import type { Run } from '../api/types';
import { LiveContext } from '../app/live';
import { useKeys } from '../app/keys';
import { formatCount, formatTime } from '../charts/ticks';
import { Button, Field } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import css from './console.module.css';
import { LogLine } from './LogLine';
import { LogLines, MOST_MATCHES } from './logLines';
import { contentHeight, isScaled, LINE, lineAt, scrollFor } from './logWindow';

interface Found {
  text: string;
  lines: number[];
  done: number;
}

/** What the run wrote: millions of lines, of which only those on the screen exist. */
export function ConsoleTab({ run }: { run: Run }) {
  const first = useQuery({ queryKey: ['consoleTail', run.id], queryFn: ({ signal }) => consoleTail(run.id, 1, signal), staleTime: 0 });
  const [grown, setGrown] = useState(0);
  const live = use(LiveContext);
  useEffect(() => live.onConsole((id, total) => id === run.id && setGrown(total)), [live, run.id]);
  if (first.isPending) return <Skeleton lines={12} />;
  if (first.error) return <ProblemView error={first.error} retry={() => void first.refetch()} />;
  const total = Math.max(grown, first.data.total);
  if (total === 0) return <Empty title="The console is empty"><p>{run.state === 'running' ? 'The run has written nothing so far; lines appear here as they come.' : 'The run wrote nothing, or its client does not capture the console.'}</p></Empty>;
  return <Log run={run} total={total} />;
}

function Log({ run, total }: { run: Run; total: number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const lines = useMemo(() => new LogLines(run.id, redraw), [run.id]);
  const [top, setTop] = useState(0);
  const [viewport, setViewport] = useState(600);
  const [follow, setFollow] = useState(run.state === 'running');
  const [times, setTimes] = useState(false);
  const [marked, setMarked] = useState<number | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const scan = useRef<AbortController>(undefined);
  const geometry = useMemo(() => ({ total, viewport }), [total, viewport]);

  useLayoutEffect(() => {
    const sizes = new ResizeObserver(([entry]) => setViewport(entry!.contentRect.height));
    sizes.observe(scroller.current!);
    return () => sizes.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (follow && scroller.current) scroller.current.scrollTop = contentHeight(geometry);
  }, [follow, geometry]);
  useEffect(() => () => scan.current?.abort(), []);
  // Where a pixel is many lines, the wheel moves lines, not pixels.
  useEffect(() => {
    const element = scroller.current!;
    if (!isScaled(geometry)) return;
    const wheel = (e: WheelEvent) => {
      e.preventDefault();
      element.scrollTop = scrollFor(lineAt(element.scrollTop, geometry) + (e.deltaMode === 1 ? e.deltaY : e.deltaY / LINE), geometry);
      if (e.deltaY < 0) setFollow(false);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [geometry]);

  const goTo = useCallback((line: number) => {
    setFollow(false);
    setMarked(line);
    scroller.current!.scrollTop = scrollFor(line - viewport / LINE / 3, geometry);
  }, [geometry, viewport]);
  const start = (text: string) => {
    scan.current?.abort();
    setFound(null);
    if (text === '') return setMarked(null);
    const abort = (scan.current = new AbortController());
    let jumped = false;
    lines.search(text, total, abort.signal, (matches, done) => {
      if (abort.signal.aborted) return;
      setFound({ text, lines: matches, done });
      if (!jumped && matches.length > 0) {
        jumped = true;
        goTo(matches[0]!);
      }
    }).catch(() => undefined); // an aborted search has nothing to say
  };
  const nth = found && marked !== null ? found.lines.indexOf(marked) : -1;
  const step = (by: number) => found && found.lines.length > 0 && goTo(found.lines[(nth + by + found.lines.length) % found.lines.length]!);
  useKeys({ '/': () => search.current?.focus(), n: () => step(1), p: () => step(-1) });

  const at = lineAt(top, geometry);
  const from = Math.floor(at);
  const to = Math.min(total, from + Math.ceil(viewport / LINE) + 2);
  const shown = lines.window(from, to, total);
  return (
    <div className={css.console}>
      <div className={css.bar} role="toolbar" aria-label="Console">
        <Field ref={search} icon="search" value={found?.text ?? ''} label="Search the console" hint="/" placeholder="Search all lines" wait={350} onChange={start} className={css.search} />
        {found && (
          <>
            <span className="muted" role="status">{nth >= 0 ? `${nth + 1} of ` : ''}{found.lines.length}{found.lines.length >= MOST_MATCHES ? '+' : ''} {found.lines.length === 1 ? 'line' : 'lines'}{found.done < 1 && `, ${Math.round(found.done * 100)} % searched`}</span>
            <Button icon="up" kind="ghost" small label="Previous match (p)" onClick={() => step(-1)} /><Button icon="down" kind="ghost" small label="Next match (n)" onClick={() => step(1)} />
          </>
        )}
        <span className="grow" />
        <Field value="" label="Go to line" placeholder="Line" inputMode="numeric" className={css.line} wait={700} onChange={(text) => /^\d+$/.test(text) && goTo(Math.min(total - 1, Math.max(0, Number(text) - 1)))} />
        <span className="muted">of {formatCount(total)}</span>
        <Button small on={times} onClick={() => setTimes(!times)}>Times</Button>
        <Button icon="tail" small on={follow} label="Stay at the end as lines come" onClick={() => setFollow(!follow)}>Follow</Button>
      </div>
      <div
        ref={scroller} className={css.scroller} role="log" aria-label="Console" aria-live="off"
        // A log is read with the keyboard too: arrows and page keys need the focus in it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={(e) => {
          const { scrollTop, scrollHeight, clientHeight } = e.currentTarget;
          setTop(scrollTop);
          if (scrollTop + clientHeight < scrollHeight - 2 * LINE && scrollTop < top) setFollow(false);
        }}
      >
        <div style={{ height: contentHeight(geometry) }}>
          <div className={css.view} style={{ height: Math.min(viewport, contentHeight(geometry)) }}>
            <div style={{ transform: `translateY(${-(at - from) * LINE}px)` }}>
              {shown.map((line, i) => (
                <div key={from + i} className={css.row} data-error={line?.stream === 'stderr'} data-marked={marked === from + i}>
                  <span className={css.number}>{from + i + 1}</span>
                  {times && <time>{line ? formatTime(line.time).slice(11) : ''}</time>}
                  <span className={css.text}>{line && <LogLine text={line.text} highlight={found?.text} />}</span>
                </div>
              ))}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}
