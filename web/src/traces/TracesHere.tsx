import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { traceCount } from './queries';

/** Where the traces of a project without runs are; nothing where it has none. */
export function TracesHere({ project }: { project: string }) {
  const count = useQuery(traceCount({ project })).data ?? 0;
  const [team, name] = project.split('/') as [string, string];
  if (count === 0) return null;
  return <p><Link to="/$team/$project/traces" params={{ team, project: name }}>{count === 1 ? 'One trace was' : `${count.toLocaleString('en')} traces were`} sent to this project.</Link></p>;
}
