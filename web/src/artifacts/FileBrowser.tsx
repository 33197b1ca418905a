import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatBytes } from '../charts/ticks';
import { FileExplorer } from '../run/FileExplorer';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { artifactFiles, artifactFileUrl } from './queries';

/** The files of a version as a tree, with a look into each. */
export function FileBrowser({ id }: { id: number }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const query = useQuery(artifactFiles(id));
  if (query.error) return <ProblemView error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton lines={8} />;
  if (query.data.length === 0) return <Empty title="No files"><p>This version was committed without a file: it is only a name, its metadata and its place in the lineage.</p></Empty>;
  return (
    <FileExplorer
      files={query.data.map((f) => ({ path: f.path, size: f.size, contentType: f.contentType, version: f.digest, url: artifactFileUrl(id, f.path), tableUrl: artifactFileUrl(id, f.path).replace('/api/v1', '').replace('/files/', '/tables/'), fileOf: (path: string) => artifactFileUrl(id, path), elsewhere: f.reference }))}
      chosen={chosen} onChoose={setChosen} note={`${query.data.length} · ${formatBytes(query.data.reduce((sum, f) => sum + f.size, 0))}`}
    />
  );
}
