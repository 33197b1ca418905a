import { useQuery } from '@tanstack/react-query';
import { fileUrl, send } from '../api/http';
import { ProblemView, Skeleton } from '../ui/states';
import { sealed } from './sealed';

/** The text of a run's file, read once for each of its contents. */
export function useFileText(run: number, path: string, version = '') {
  return useQuery({
    queryKey: ['file', run, path, version], enabled: path !== '', staleTime: version === '' ? 30_000 : Infinity,
    queryFn: async ({ signal }) => (await send(fileUrl(run, path).replace('/api/v1', ''), { signal })).text(),
  });
}

/** A page that a run wrote, in a frame of its own origin: its scripts run, but reach neither Cairn nor the network. */
export function SandboxedPage({ run, path, version, className }: { run: number; path: string; version?: string; className?: string }) {
  const text = useFileText(run, path, version);
  if (text.error) return <ProblemView error={text.error} retry={() => void text.refetch()} />;
  if (text.data === undefined) return <Skeleton lines={6} />;
  return <iframe title={path} srcDoc={sealed(text.data)} sandbox="allow-scripts" referrerPolicy="no-referrer" className={className} />;
}
