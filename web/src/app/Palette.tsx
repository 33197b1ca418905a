import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { projectKeys, projectList, queryRuns } from '../api/queries';
import { modelList } from '../models/queries';
import { likeTerm } from '../runs/filter';
import { Dialog } from '../ui/controls';
import { Icon, type IconName } from '../ui/icons';
import { setTheme } from './preferences';
import css from './shell.module.css';

interface Item {
  group: string;
  icon: IconName;
  text: string;
  note?: string;
  go: () => void;
}

/** Ctrl-K: type a few letters of a project, a run or a metric, and go there. */
export function Palette({ project, onClose }: { project?: string; onClose: () => void }) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 120);
    return () => clearTimeout(timer);
  }, [text]);
  const projects = useQuery(projectList);
  const models = useQuery(modelList);
  const metrics = useQuery({ ...projectKeys(project ?? ''), enabled: project !== undefined });
  const runs = useQuery({
    queryKey: ['palette', project, asked], enabled: project !== undefined, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => queryRuns(project!, { filter: asked === '' ? undefined : `name ilike ${likeTerm(asked)} or uid ilike ${likeTerm(asked)}`, limit: 12 }, signal),
  });
  const items = useMemo<Item[]>(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (s: string) => words.every((word) => s.toLowerCase().includes(word));
    const to = (path: string, search: Record<string, string> = {}) => () => {
      onClose();
      const [team, name, ...rest] = path.split('/');
      void navigate({ to: rest.length > 0 ? '/$team/$project/runs/$uid' : '/$team/$project', params: { team, project: name, uid: rest[1] }, search } as never);
    };
    const themed = (['auto', 'light', 'dark'] as const).map((theme): Item => ({
      group: 'Commands', icon: theme === 'auto' ? 'auto' : theme === 'light' ? 'sun' : 'moon', text: `Theme: ${theme === 'auto' ? 'as the system' : theme}`, go: () => { setTheme(theme); onClose(); },
    }));
    return [
      ...(runs.data?.runs ?? []).filter((r) => fits(r.name) || fits(r.uid)).map((r): Item => ({ group: 'Runs', icon: r.state, text: r.name, note: r.state, go: to(`${project}/runs/${r.uid}`) })),
      ...(metrics.data ?? []).filter((m) => m.kind !== 'record' && fits(m.key)).slice(0, 12).map((m): Item => ({ group: 'Metrics', icon: 'chart', text: m.key, note: `${m.runs} runs`, go: to(project!, { p: `^${m.key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$` }) })),
      ...(models.data ?? []).filter((m) => words.length > 0 && fits(m.name)).slice(0, 12).map((m): Item => ({ group: 'Models', icon: 'model', text: m.name, note: m.latest ? `v${m.latest.version}` : undefined, go: () => { onClose(); void navigate({ to: '/models/$name', params: { name: m.name } }); } })),
      ...(projects.data ?? []).filter((p) => fits(p.path)).slice(0, 12).map((p): Item => ({ group: 'Projects', icon: 'flag', text: p.path, note: `${p.runCount} runs`, go: to(p.path) })),
      ...(fits('Models registry') ? [{ group: 'Pages', icon: 'model', text: 'Models', note: 'all registered', go: () => { onClose(); void navigate({ to: '/models' }); } } satisfies Item] : []),
      ...themed.filter((item) => words.length > 0 && fits(item.text)),
    ];
  }, [text, runs.data, metrics.data, models.data, projects.data, project, navigate, onClose]);
  const chosen = Math.min(at, items.length - 1);
  return (
    <Dialog title="Go to" onClose={onClose} bare width={600}>
      <div className={css.palette}>
        <input
          // Someone who opened a palette came to type.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus aria-label="Go to a project, run, metric or model" placeholder="A project, run, metric or model" value={text}
          onChange={(e) => { setText(e.target.value); setAt(0); }}
          onKeyDown={(e) => {
            if (e.key === 'ArrowDown') setAt(Math.min(items.length - 1, chosen + 1));
            else if (e.key === 'ArrowUp') setAt(Math.max(0, chosen - 1));
            else if (e.key === 'Enter') items[chosen]?.go();
            else return;
            e.preventDefault();
          }}
        />
        <div className={css.results} role="listbox" aria-label="Results">
          {items.length === 0 && <p className="muted" style={{ padding: 12 }}>Nothing has “{text}” in its name.</p>}
          {items.map((item, i) => (
            <div key={`${item.group} ${item.text} ${item.note ?? ''} ${i}`}>
              {(i === 0 || items[i - 1]!.group !== item.group) && <h3>{item.group}</h3>}
              <button type="button" role="option" aria-selected={i === chosen} className={css.result} onClick={item.go} onMouseMove={() => setAt(i)} ref={i === chosen ? (e) => e?.scrollIntoView({ block: 'nearest' }) : undefined}>
                <Icon name={item.icon} size={13} /> <span className="ellipsis">{item.text}</span> {item.note && <small>{item.note}</small>}
              </button>
            </div>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
