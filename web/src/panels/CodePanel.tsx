import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { diffLines } from 'diff';
import { useMemo } from 'react';
import { previewKind, type PreviewKind } from '../run/preview';
import { files as fileList } from '../api/queries';
import { fileUrl, send } from '../api/http';
import ui from '../ui/ui.module.css';
import { hunks } from './hunks';
import { PanelFrame } from './PanelFrame';
import css from './panels.module.css';
import type { CodeSpec, PanelProps } from './registry';
import { usePanelRuns } from './usePanelRuns';

const NONE: never[] = [];
const LISTED = 100;
const LARGEST = 1_000_000;
/** Kinds of files that are read line by line. */
const LINES: ReadonlySet<PreviewKind> = new Set<PreviewKind>(['text', 'json', 'markdown', 'html', 'diff', 'csv']);

const mark = { same: ' ', gone: '−', new: '+' } as const;

/** One file of two runs, line by line: code, requirements, uncommitted changes. */
export function CodePanel({ project, filter, spec, change }: PanelProps<CodeSpec>) {
  const runs = usePanelRuns(project, filter, NONE);
  const rows = (runs.data?.rows ?? []).slice(0, LISTED);
  const [left, right] = [spec.left ?? rows[1]?.id, spec.right ?? rows[0]?.id];
  const lists = [useQuery({ ...fileList(left ?? 0), enabled: left !== undefined }), useQuery({ ...fileList(right ?? 0), enabled: right !== undefined })];
  const names = useMemo(() => {
    const other = new Set(lists[1]!.data?.map((f) => f.path));
    return (lists[0]!.data ?? []).filter((f) => other.has(f.path) && LINES.has(previewKind(f)) && f.size <= LARGEST).map((f) => f.path);
    // The lists are new objects at every render; what they hold is not.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [lists[0]!.data, lists[1]!.data]);
  const file = spec.file !== undefined && names.includes(spec.file) ? spec.file : names[0];
  const difference = useQuery({
    queryKey: ['panel', project, 'code', left, right, file], enabled: file !== undefined, placeholderData: keepPreviousData, staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const read = async (run: number) => (await send(fileUrl(run, file!).replace('/api/v1', ''), { signal })).text();
      return hunks(diffLines(await read(left!), await read(right!)));
    },
  });
  const why = runs.data && (left === undefined || right === undefined) ? 'Two runs are needed.'
    : lists.every((l) => l.isSuccess) && names.length === 0 ? 'These two runs have no text file of the same name. Choose other runs above, whose clients have saved code, a patch or requirements.' : undefined;
  const choose = (label: string, value: number | undefined, member: 'left' | 'right') => (
    <select className={ui.select} aria-label={label} value={value} onChange={(e) => change?.({ [member]: Number(e.target.value) })}>
      {value !== undefined && !rows.some((row) => row.id === value) && <option value={value}>run {value}</option>}
      {rows.map((row) => <option key={row.id} value={row.id}>{row.name || row.uid}</option>)}
    </select>
  );
  return (
    <PanelFrame
      label="Code of two runs" pending={runs.isPending || (file !== undefined && difference.isPending)} error={runs.error ?? lists[0]!.error ?? lists[1]!.error ?? difference.error} why={why}
      legend={left !== undefined && right !== undefined && (
        <div className="row">
          {choose('Left run', left, 'left')} <span className="muted">to</span> {choose('Right run', right, 'right')}
          {names.length > 0 && <select className={ui.select} aria-label="File" value={file} onChange={(e) => change?.({ file: e.target.value })}>{names.map((n) => <option key={n}>{n}</option>)}</select>}
        </div>
      )}
    >
      {() => (
        <div className={css.scrollAll}>
          {difference.data?.length === 0 && <p className={css.note}>{file} is the same in both.</p>}
          {difference.data?.map((hunk) => (
            <pre key={`${hunk[0]!.left} ${hunk[0]!.right}`} className={css.hunk} data-testid="hunk">
              {hunk.map((line) => <span key={`${line.left} ${line.right}`} data-kind={line.kind}><i>{line.left ?? ''}</i><i>{line.right ?? ''}</i>{mark[line.kind]} {line.text}{'\n'}</span>)}
            </pre>
          ))}
        </div>
      )}
    </PanelFrame>
  );
}
