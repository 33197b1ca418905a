import { useQuery } from '@tanstack/react-query';
import { fileUrl } from '../api/http';
import { files as fileList } from '../api/queries';
import type { Run } from '../api/types';
import { formatBytes } from '../charts/ticks';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useView } from '../view/useView';
import { FileExplorer } from './FileExplorer';

/** What the run left behind: a tree of folders, and a look into what can be shown. */
export function FilesTab({ run }: { run: Run }) {
  const [view, change] = useView();
  const query = useQuery(fileList(run.id));
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (query.data.length === 0) return <Empty title="No files"><p>Neither the client nor your code saved a file with this run. <code>run.LogFile</code> in C#, <code>run.save</code> of wandb and <code>mlflow.log_artifact</code> put one here.</p></Empty>;
  const size = query.data.reduce((sum, f) => sum + f.size, 0);
  return (
    <FileExplorer
      files={query.data.map((f) => ({ path: f.path, size: f.size, contentType: f.contentType, version: f.sha256, url: fileUrl(run.id, f.path), updatedAt: f.updatedAt }))}
      chosen={view.key} onChoose={(key) => change({ key })} note={`${query.data.length} · ${formatBytes(size)}`}
    />
  );
}
