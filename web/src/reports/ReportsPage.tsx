import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { columns as columnList, landmarks as landmarkList } from '../api/queries';
import { formatAgo, formatTime } from '../charts/ticks';
import { panelContext } from '../panels/registry';
import { varyingSettings } from '../panels/varying';
import sweeps from '../sweeps/sweeps.module.css';
import { Button } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { slugOf } from './blocks';
import { createReport, reportList } from './queries';
import { firstText } from './template';

/** The reports of a project, newest change first. */
export function ReportsPage() {
  const { team, project: name } = useParams({ strict: false }) as { team: string; project: string };
  const project = `${team}/${name}`;
  const reports = useQuery(reportList(project));
  const known = useQuery(columnList(project));
  const marks = useQuery(landmarkList(project));
  const navigate = useNavigate();
  const client = useQueryClient();
  const now = useNow(30_000);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    document.title = `Reports of ${project} · Cairn`;
  }, [project]);
  const make = async () => {
    try {
      const made = await createReport(project, 'New report', firstText(panelContext(known.data ?? [], marks.data?.[0]?.metric, await client.fetchQuery(varyingSettings(project, known.data ?? [])))));
      await navigate({ to: '/$team/$project/reports/$slug', params: { team, project: name, slug: slugOf(made.displayName, made.id) }, search: { tab: 'edit' } } as never);
    } catch (error) {
      setFailure(error);
    }
  };
  const list = reports.data ?? [];
  return (
    <div className={sweeps.page}>
      <div className={sweeps.column}>
        {failure !== null && <ProblemView error={failure} />}
        {reports.isPending && <Skeleton lines={6} />}
        {reports.error && <ProblemView error={reports.error} retry={() => void reports.refetch()} />}
        {reports.isSuccess && list.length === 0 && (
          <Empty drawing title="No report yet">
            <p>A report is Markdown with live panels: what was tried, what came of it, and the runs that say so. Reports that wandb’s client saves appear here too.</p>
            <Button kind="primary" icon="plus" disabled={known.isPending} onClick={() => void make()}>New report</Button>
          </Empty>
        )}
        {list.length > 0 && (
          <section>
            <header className={sweeps.head}><h1>Reports</h1><span className="muted">{list.length}</span><span className="grow" /><Button icon="plus" onClick={() => void make()}>New report</Button></header>
            <div className={sweeps.box}>
              <table className={sweeps.table}>
                <thead><tr><th>Report</th><th>By</th><th className="num">Changed</th></tr></thead>
                <tbody>
                  {list.map((r) => (
                    <tr key={r.id} data-testid="report">
                      <td className={sweeps.name}><Link to={'/$team/$project/reports/$slug' as never} params={{ team, project: name, slug: slugOf(r.displayName, r.id) } as never}>{r.displayName || r.name}</Link>{r.description && <small>{r.description}</small>}</td>
                      <td>{r.createdBy}</td>
                      <td className="num muted"><time title={formatTime(r.updatedAt)}>{formatAgo(r.updatedAt, now)}</time></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        )}
      </div>
    </div>
  );
}
