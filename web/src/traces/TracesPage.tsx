import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { projectList } from '../api/queries';
import { traceSnippet } from './snippet';
import { TraceList } from './TraceList';

/** All traces of a project. */
export function TracesPage() {
  const { team, project: name } = useParams({ strict: false }) as { team: string; project: string };
  const project = `${team}/${name}`;
  const known = useQuery(projectList).data?.find((p) => p.path === project);
  useEffect(() => {
    document.title = `Traces · ${project} · Cairn`;
  }, [project]);
  return <TraceList home={{ project }} snippet={traceSnippet(known?.name ?? name)} />;
}
