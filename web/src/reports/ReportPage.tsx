import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { columns as columnList, landmarks as landmarkList } from '../api/queries';
import { formatAgo, formatTime } from '../charts/ticks';
import panelCss from '../panels/panels.module.css';
import { PANELS, panelContext } from '../panels/registry';
import { varyingSettings } from '../panels/varying';
import { Button, Pop } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { useView } from '../view/useView';
import { markdownOf, slugOf, viewId } from './blocks';
import { Body } from './Body';
import { writeBlock } from './panelBlock';
import { exportHtml, exportMarkdown } from './exports';
import { deleteReport, report as reportQuery, saveReport, type Report } from './queries';
import css from './reports.module.css';

function Editor({ project, known, onDone }: { project: string; known: Report; onDone: (saved?: Report) => void }) {
  const [title, setTitle] = useState(known.displayName);
  const [text, setText] = useState(() => markdownOf(known.spec));
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const columns = useQuery(columnList(project));
  const marks = useQuery(landmarkList(project));
  const save = async () => {
    setBusy(true);
    setFailure(null);
    try {
      onDone(await saveReport(known, title.trim() || 'Untitled', text));
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  const varying = useQuery({ ...varyingSettings(project, columns.data ?? []), enabled: columns.isSuccess });
  const context = panelContext(columns.data ?? [], marks.data?.[0]?.metric, varying.data);
  const insert = (block: string) => {
    const at = area.current?.selectionStart ?? text.length;
    const before = text.slice(0, at).trimEnd();
    setText(`${before}${before === '' ? '' : '\n\n'}${block}\n\n${text.slice(at).trimStart()}`);
  };
  return (
    <div className={css.editor}>
      <header className={css.bar}>
        <input className={css.titleField} aria-label="Title" value={title} onChange={(e) => setTitle(e.target.value)} />
        <Pop menu label="Insert a panel" align="end" trigger={<Button icon="plus">Panel</Button>}>
          <div className={panelCss.add}>
            {Object.values(PANELS).map((panel) => <button key={panel.type} type="button" onClick={() => insert(writeBlock(panel.defaultSpec(context)))}><Icon name={panel.icon} /><b>{panel.title}</b><small>{panel.about}</small></button>)}
          </div>
        </Pop>
        <Button onClick={() => (text === markdownOf(known.spec) && title === known.displayName) || window.confirm('Leave without saving?') ? onDone() : undefined}>Cancel</Button>
        <Button kind="primary" icon="check" disabled={busy} onClick={() => void save()}>Save</Button>
      </header>
      {failure !== null && <ProblemView error={failure} />}
      <div className={css.halves}>
        <textarea
          ref={area} className="mono" aria-label="Markdown of the report" spellCheck value={text} onChange={(e) => setText(e.target.value)}
          onKeyDown={(e) => {
            if ((e.ctrlKey || e.metaKey) && e.key === 's') {
              e.preventDefault();
              void save();
            }
          }}
        />
        <div className={css.preview} aria-label="Preview" role="region"><Body project={project} markdown={text} change={setText} /></div>
      </div>
    </div>
  );
}

/** One report: read, or edited in place with a live preview. */
export function ReportPage() {
  const { team, project: name, slug } = useParams({ strict: false }) as { team: string; project: string; slug: string };
  const project = `${team}/${name}`;
  const id = viewId(slug);
  const query = useQuery({ ...reportQuery(id ?? 0), enabled: id !== null });
  const [view, change] = useView();
  const client = useQueryClient();
  const navigate = useNavigate();
  const article = useRef<HTMLElement>(null);
  const now = useNow(30_000);
  const known = query.data;
  useEffect(() => {
    document.title = `${known?.displayName ?? 'Report'} · Cairn`;
  }, [known?.displayName]);
  if (id === null || (known && (known.kind !== 'report' || known.project !== project)))
    return <Empty drawing title="No report at this address"><p><Link to={'/$team/$project/reports' as never} params={{ team, project: name } as never}>All reports of {project}</Link></p></Empty>;
  if (query.error && !known) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!known) return <Skeleton lines={12} />;
  const done = async (saved?: Report) => {
    if (saved) {
      client.setQueryData(reportQuery(id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ['reports', project] });
      await navigate({ to: '/$team/$project/reports/$slug', params: { team, project: name, slug: slugOf(saved.displayName, saved.id) }, replace: true } as never);
    } else change({ tab: null });
  };
  if (view.tab === 'edit') return <Editor key={known.updatedAt} project={project} known={known} onDone={(saved) => void done(saved)} />;
  const remove = async () => {
    if (!window.confirm(`Delete the report “${known.displayName}” for good?`)) return;
    await deleteReport(id);
    void client.invalidateQueries({ queryKey: ['reports', project] });
    await navigate({ to: '/$team/$project/reports', params: { team, project: name } } as never);
  };
  const markdown = markdownOf(known.spec);
  return (
    <div className={css.page}>
      <div className={css.tools}>
        <Link to={'/$team/$project/reports' as never} params={{ team, project: name } as never} className="muted">Reports</Link>
        <span className="grow" />
        <Button icon="download" kind="ghost" onClick={() => exportMarkdown(known.displayName, markdown)}>Markdown</Button>
        <Button icon="download" kind="ghost" onClick={() => exportHtml(known.displayName, article.current!)}>HTML</Button>
        <Button icon="trash" kind="ghost" label="Delete the report" onClick={() => void remove()} />
        <Button icon="edit" onClick={() => change({ tab: 'edit' })}>Edit</Button>
      </div>
      <article ref={article} className={css.article}>
        <h1>{known.displayName || known.name}</h1>
        <p className="muted">{known.createdBy}, changed <time title={formatTime(known.updatedAt)}>{formatAgo(known.updatedAt, now)}</time></p>
        {known.description && <p>{known.description}</p>}
        {markdown.trim() === '' ? <Empty title="This report is empty"><p>Edit it to write something.</p></Empty> : <Body project={project} markdown={markdown} />}
      </article>
    </div>
  );
}
