import type { SVGProps } from 'react';

const PATHS = {
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  eyeOff: 'M2 2l12 12M6.3 3.700A6.5 6.5 0 0 1 8 3.500c4 0 6.5 4.5 6.5 4.500a12 12 0 0 1-2 2.500M10.7 11.900A6 6 0 0 1 8 12.500C4 12.5 1.5 8 1.5 8a12 12 0 0 1 3-3.4',
  search: 'M7 11.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5 14 14',
  filter: 'M2 3h12L9.5 8.500V13l-3-1.500v-3L2 3Z',
  columns: 'M2.5 2.500h11v11h-11zM6.2 2.500v11M9.8 2.500v11',
  sort: 'M5 3v10M5 13l-2.5-2.500M5 13l2.5-2.500M11 13V3M11 3 8.5 5.500M11 3l2.5 2.5',
  up: 'M8 13V3M3.5 7.5 8 3l4.5 4.5',
  down: 'M8 3v10M3.5 8.5 8 13l4.5-4.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  chevron: 'M3.5 6 8 10.5 12.5 6',
  close: 'M3.5 3.500l9 9M12.5 3.500l-9 9',
  check: 'M3 8.5 6.5 12 13 4.5',
  expand: 'M9.5 2.500h4v4M13.5 2.5 9 7M6.5 13.500h-4v-4M2.5 13.5 7 9',
  copy: 'M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.500h11',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.500M8 13.500V15M1 8h1.500M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13.5 9.500A6 6 0 1 1 6.5 2.500a4.7 4.7 0 0 0 7 7Z',
  auto: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M8 5l3.5-1M8 8h6M8 11l3.5 1',
  keyboard: 'M1.5 4h13v8h-13zM4 6.500h.01M6.7 6.500h.01M9.3 6.500h.01M12 6.500h.01M4.5 9.500h7',
  table: 'M2 3h12v10H2zM2 6.300h12M2 9.700h12M6.5 3v10',
  chart: 'M2 2v12h12M4.5 10.500l3-4 2.5 2 3.5-5',
  log: 'M2 13.500h12M3.5 11V8M6.5 11V4M9.5 11V6.500M12.5 11V2.5',
  smooth: 'M1.5 11c2.5 0 3-6 6.5-6s4 4 6.5 4',
  reset: 'M3 8a5 5 0 1 0 1.5-3.500L3 6M3 2.500V6h3.5',
  file: 'M3.5 1.500h6l3 3v10h-9zM9.5 1.500v3h3',
  image: 'M2 3h12v10H2zM2 11l3.5-3.5 3 3L11 8l3 3M10.5 6h.01',
  terminal: 'M1.5 3h13v10h-13zM4 6l2 2-2 2M8 10h3.5',
  warning: 'M8 2 1.5 13.500h13L8 2ZM8 6.500v3.500M8 11.800h.01',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.300V11M8 5h.01',
  running: 'M8 12.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z',
  finished: 'M3 8.5 6.5 12 13 4.5',
  failed: 'M4 4l8 8M12 4l-8 8',
  crashed: 'M9 1.5 4 9h3.500L6.5 14.5 12 7H8.500L9 1.500Z',
  killed: 'M4.5 4.500h7v7h-7z',
  flag: 'M3.5 14.500v-13M3.5 2.500h9l-2.5 3 2.5 3h-9',
  git: 'M4.5 4.500v7M4.5 4.500a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM4.5 14.500a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM11.5 6.500a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM11.5 6.500c0 3-4 2.5-6.5 4.7',
  plus: 'M8 3v10M3 8h10',
  trash: 'M2.5 4h11M6 4V2.500h4V4M4 4l.7 9.500h6.600L12 4',
  tail: 'M8 2v8.500M4 7l4 4 4-4M3 14h10',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  pin: 'M9.5 2 14 6.500l-1.5.5-2.5 2.500.2 2.300-1.2 1.200L3 7l1.2-1.200 2.300.2L9 3.500zM6 10l-3.500 3.500',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6',
  redo: 'M10.5 3l3 3-3 3M13.5 6H6a3.5 3.5 0 0 0 0 7h4',
  group: 'M2 3.500h5v4H2zM9 3.500h5v4H9zM2 10h5M9 10h5M2 12.500h5M9 12.500h5',
  palette: 'M8 14A6 6 0 1 1 14 8c0 1.8-1.2 2.500-2.600 2.500H10c-1.200 0-1.500 1-1 1.800.5.8.2 1.700-1 1.700ZM5 8h.01M6.500 5h.01M10 5h.01',
  grid: 'M2 2.500h5v4.500H2zM9 2.500h5v4.500H9zM2 9h5v4.500H2zM9 9h5v4.500H9z',
  sidebar: 'M2 3h12v10H2zM6 3v10M3.500 5.500h1M3.500 8h1',
  save: 'M3 2.500h8l2 2v9H3zM5.500 2.500v4h4.500v-4M5.500 13.500v-4h5v4',
  link: 'M6.5 9.500l3-3M7 4.5 8.5 3A3.2 3.2 0 0 1 13 7.500L11.5 9M9 11.5 7.5 13A3.2 3.2 0 0 1 3 8.500L4.5 7',
  settings: 'M2 4.500h7M13 4.500h1M2 11.500h1M7 11.500h7M11 6.300a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.600ZM5 13.300a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.600Z',
  home: 'M2.5 7.5 8 2.500l5.5 5v6h-4v-4h-3v4h-4z',
  hide: 'M2.5 8h11',
  importance: 'M2.500 2v12M2.500 4h10M2.500 8h6M2.500 12h3',
  box: 'M4 5.500h3v6H4zM5.500 5.500v-3M5.500 11.500v2M4 8.500h3M10 4h3v5h-3zM11.500 4V2M11.500 9v3M10 6.500h3',
  bars: 'M3 14V8M8 14V3M13 14v-4',
  compare: 'M8 2v12M2.500 4.500h3M2.500 8h3M2.500 11.500h3M10.500 4.500h3M10.500 8h3M10.500 11.500h3',
  sweep: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 2v2M8 12v2M2 8h2M12 8h2',
  edit: 'M3 13l.700-3L11 2.700l2.300 2.300L6 12.300 3 13ZM9.500 4.200l2.300 2.300',
  report: 'M3.500 1.500h9v13h-9zM5.500 5h5M5.500 8h5M5.500 11h3',
  play: 'M5 3l8 5-8 5z',
  pause: 'M5.500 3v10M10.500 3v10',
  pending: 'M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11ZM8 5.500V8l1.800 1.500',
  scatter: 'M2 2v12h12M5 10.500h.01M7 6h.01M9 9h.01M11.5 4.500h.01M12 8h.01',
  parallel: 'M3 2v12M8 2v12M13 2v12M3 5l5 6 5-7M3 11l5-6 5 5',
  trace: 'M2 3.500h7M5 8h9M7 12.500h5',
  chip: 'M4.500 4.500h7v7h-7zM6.500 4.500v-3M9.500 4.500v-3M6.500 14.500v-3M9.500 14.500v-3M4.500 6.500h-3M4.500 9.500h-3M14.500 6.500h-3M14.500 9.500h-3',
  package: 'M2 5l6-3 6 3v6l-6 3-6-3zM2 5l6 3 6-3M8 8v6',
  wipe: 'M8 1.500v13M2 4h4v8H2zM10 4h4v8h-4z',
  model: 'M8 1.500l6 3.200v6.600l-6 3.200-6-3.200V4.700zM2 4.700 8 8l6-3.300M8 8v6.500',
} as const;

export type IconName = keyof typeof PATHS;

/** One of Cairn's own 16-unit line icons; decorative, so its button carries the label. */
export function Icon({ name, size = 14, ...rest }: { name: IconName; size?: number } & SVGProps<SVGSVGElement>) {
  const solid = name === 'killed' || name === 'crashed' || name === 'running';
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill={solid ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth={solid ? 0 : 1.4} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" {...rest}>
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The mark of the product: three stones and a blaze on top. */
export function CairnMark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M3.6 26.200c-.3-3.2 3.3-5.3 8-5.8 5.4-.6 12.3-.1 15.1 1.9 2.4 1.8 2.2 5-.5 6-3.4 1.2-16.4 1.2-20 .4-1.6-.4-2.5-1.2-2.6-2.500Z" fill="var(--stone-1)" />
      <path d="M7.4 16.600c.1-2.6 3.4-4 7.5-4.2 4.3-.2 9 .7 9.7 3.3.6 2.4-1.5 4-4.8 4.2-3.7.3-8.3.2-10.4-.6-1.3-.5-2-1.3-2-2.700Z" fill="var(--stone-2)" />
      <path d="M10.9 9.100c.3-2.1 2.6-3.3 5.2-3.2 2.8.1 5 1.5 4.9 3.4-.1 1.9-2 2.7-4.7 2.7-3.2 0-5.7-.9-5.4-2.900Z" fill="var(--stone-3)" />
      <path d="M13.9 3.700c.2-1.3 1.3-2.2 2.5-2.1 1.3.1 2.2 1 2.1 2.1-.1 1.2-1.2 1.8-2.4 1.800s-2.3-.7-2.2-1.800Z" fill="var(--blaze)" />
    </svg>
  );
}

/** A larger cairn for empty pages. */
export function CairnDrawing() {
  return (
    <svg width="96" height="72" viewBox="0 0 96 72" aria-hidden="true">
      <path d="M2 66c16-5 30-3 46-4s30-2 46 2" fill="none" stroke="var(--line-strong)" strokeWidth="1.5" strokeLinecap="round" />
      <path d="M20 58c-1-8 9-12 24-13s30 2 32 9-5 9-14 9.5-30 .5-36-1-5-2.5-6-4.500Z" fill="var(--stone-1)" />
      <path d="M29 38c0-6 8-9 18-9.500s21 2 22 7-4 8-12 8.5-20 0-24-1.5-4-2-4-4.500Z" fill="var(--stone-2)" />
      <path d="M36 22c.7-5 6-7.5 12.5-7.300S60.5 18 60.3 22.5 55 29 49 29s-13.5-2-13-7Z" fill="var(--stone-3)" />
      <path d="M43 9.500c.5-3 2.7-5 5.5-4.800s4.8 2.2 4.6 4.8-2.6 4-5.3 4-5.1-1.5-4.8-4Z" fill="var(--blaze)" />
    </svg>
  );
}
