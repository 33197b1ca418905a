import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useId, useMemo, useState } from 'react';
import { projectList, search } from '../api/queries';
import type { SearchHit } from '../api/types';
import { Dialog } from '../ui/controls';
import { Icon, type IconName } from '../ui/icons';
import { destination } from './destinations';
import { setDensity, setTheme } from './preferences';
import { noteRecent, recents } from './recent';
import css from './shell.module.css';

interface Item {
  group: string;
  icon: IconName;
  text: string;
  note?: string;
  go: () => void;
}

const GROUPS: Record<SearchHit['kind'], readonly [string, IconName]> = {
  project: ['Projects', 'flag'], run: ['Runs', 'running'], tag: ['Tags', 'flag'], metric: ['Metrics', 'chart'], config: ['Settings', 'settings'],
  value: ['Values of settings', 'filter'], model: ['Models', 'model'], sweep: ['Sweeps', 'log'], artifact: ['Artifacts', 'file'],
};

/** Ctrl-K: type a few letters of anything, and go there. */
export function Palette({ project, onClose, onShortcuts }: { project?: string; onClose: () => void; onShortcuts: () => void }) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const router = useRouter();
  const id = useId();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 100);
    return () => clearTimeout(timer);
  }, [text]);
  const projects = useQuery(projectList);
  // First where one is, then everywhere.
  const here = useQuery({ queryKey: ['search', asked, project], enabled: asked !== '' && project !== undefined, placeholderData: keepPreviousData, staleTime: 10_000, queryFn: ({ signal }) => search(asked, project, signal) });
  const everywhere = useQuery({ queryKey: ['search', asked], enabled: asked !== '', placeholderData: keepPreviousData, staleTime: 10_000, queryFn: ({ signal }) => search(asked, undefined, signal) });
  const items = useMemo<Item[]>(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (s: string) => words.every((word) => s.toLowerCase().includes(word));
    const leave = (href: string) => {
      onClose();
      router.history.push(href);
    };
    const found = asked === '' ? [] : [...(here.data?.hits ?? []), ...(everywhere.data?.hits ?? [])];
    const seen = new Set<string>();
    const hits = found.flatMap((hit): Item[] => {
      const href = destination(hit);
      if (href === undefined || seen.has(href)) return [];
      seen.add(href);
      const [group, icon] = GROUPS[hit.kind];
      const note = [hit.note, hit.project && hit.project !== project && hit.kind !== 'project' ? hit.project : undefined].filter(Boolean).join(' · ');
      const state = hit.kind === 'run' && ['running', 'finished', 'failed', 'crashed', 'killed'].includes(hit.note ?? '') ? (hit.note as IconName) : icon;
      return [{ group, icon: state, text: hit.text, note, go: () => { noteRecent({ kind: hit.kind, text: hit.text, note, href }); leave(href); } }];
    });
    const order = Object.values(GROUPS).map(([group]) => group);
    const pages: Item[] = [
      { group: 'Pages', icon: 'home', text: 'All projects', go: () => leave('/') },
      { group: 'Pages', icon: 'model', text: 'Models', note: 'all registered', go: () => leave('/models') },
      { group: 'Pages', icon: 'trash', text: 'Trash', note: 'restore or remove for good', go: () => leave('/trash') },
      ...(project ? [
        { group: 'Pages', icon: 'chart', text: `Charts of ${project}`, go: () => leave(`/${project}`) } satisfies Item,
        { group: 'Pages', icon: 'table', text: `Table of ${project}`, go: () => leave(`/${project}/table`) } satisfies Item,
      ] : []),
    ];
    const commands: Item[] = [
      ...(['auto', 'light', 'dark'] as const).map((theme): Item => ({ group: 'Commands', icon: theme === 'auto' ? 'auto' : theme === 'light' ? 'sun' : 'moon', text: `Theme: ${theme === 'auto' ? 'as the system' : theme}`, go: () => { setTheme(theme); onClose(); } })),
      ...(['dense', 'roomy'] as const).map((density): Item => ({ group: 'Commands', icon: 'log', text: `Rows: ${density}`, go: () => { setDensity(density); onClose(); } })),
      { group: 'Commands', icon: 'keyboard', text: 'Keyboard shortcuts', note: '?', go: onShortcuts },
      { group: 'Commands', icon: 'link', text: 'Copy the address of this page', go: () => { void navigator.clipboard?.writeText(window.location.href); onClose(); } },
    ];
    if (words.length === 0)
      return [
        ...recents().map((one): Item => ({ group: 'Recent', icon: GROUPS[one.kind as SearchHit['kind']]?.[1] ?? 'right', text: one.text, note: one.note, go: () => { noteRecent(one); leave(one.href); } })),
        ...(projects.data ?? []).filter((p) => p.path !== project).slice(0, 6).map((p): Item => ({ group: 'Projects', icon: 'flag', text: p.path, note: `${p.runCount} runs`, go: () => leave(`/${p.team}/${encodeURIComponent(p.name)}`) })),
        ...pages,
      ];
    return [...hits.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group)), ...pages.filter((item) => fits(item.text)), ...commands.filter((item) => fits(item.text))];
  }, [text, asked, here.data, everywhere.data, projects.data, project, router, onClose, onShortcuts]);
  const chosen = Math.min(at, items.length - 1);
  const waiting = text.trim() !== asked || everywhere.isFetching;
  const partial = asked !== '' && everywhere.data?.partial === true;
  return (
    <Dialog title="Go to" onClose={onClose} bare width={620}>
      <div className={css.palette}>
        <input
          // Someone who opened a palette came to type.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus role="combobox" aria-expanded aria-controls={id} aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined} autoComplete="off" spellCheck={false}
          aria-label="Go to anything" placeholder="A project, run, metric, setting, value, tag, model, artifact, or command" value={text}
          onChange={(e) => { setText(e.target.value); setAt(0); }}
          onKeyDown={(e) => {
            if (e.key === 'ArrowDown' || (e.ctrlKey && e.key === 'n')) setAt(Math.min(items.length - 1, chosen + 1));
            else if (e.key === 'ArrowUp' || (e.ctrlKey && e.key === 'p')) setAt(Math.max(0, chosen - 1));
            else if (e.key === 'Home') setAt(0);
            else if (e.key === 'End') setAt(items.length - 1);
            else if (e.key === 'Enter') items[chosen]?.go();
            else return;
            e.preventDefault();
          }}
        />
        <div className={css.results} id={id} role="listbox" aria-label="Results">
          {items.length === 0 && <p className="muted" style={{ padding: 12 }}>{waiting ? 'Looking…' : `Nothing has “${text}” in its name or value.`}</p>}
          {items.map((item, i) => (
            <div key={`${item.group} ${item.text} ${item.note ?? ''} ${i}`} role="presentation">
              {(i === 0 || items[i - 1]!.group !== item.group) && <h3 role="presentation">{item.group}</h3>}
              {/* The field keeps the focus and hands its keys on; the pointer chooses here. */}
              {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
              <div id={`${id}-${i}`} role="option" tabIndex={-1} aria-selected={i === chosen} className={css.result} onClick={item.go} onMouseMove={() => setAt(i)} ref={i === chosen ? (e) => e?.scrollIntoView({ block: 'nearest' }) : undefined}>
                <Icon name={item.icon} size={13} /> <span className="ellipsis">{item.text}</span> {item.note && <small className="ellipsis">{item.note}</small>}
              </div>
            </div>
          ))}
          {partial && items.length > 0 && <p className="muted" style={{ padding: '6px 10px' }}>The newest runs were looked through; more letters find more.</p>}
        </div>
      </div>
    </Dialog>
  );
}
