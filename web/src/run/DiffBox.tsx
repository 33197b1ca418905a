import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fileUrl, send } from '../api/http';
import { files } from '../api/queries';
import type { Run } from '../api/types';
import { Button } from '../ui/controls';
import { ProblemView, Skeleton } from '../ui/states';
import { Lines } from './Lines';
import css from './run.module.css';

const MOST = 256 * 1024;

/** How many lines a unified diff adds and removes, and in how many files. */
export function diffCounts(text: string): { files: number; added: number; removed: number } {
  const lines = text.split('\n');
  const begin = (sign: string) => lines.filter((l) => l.startsWith(sign)).length;
  const heads = begin('+++ ');
  return { files: Math.max(heads, begin('diff ')), added: begin('+') - heads, removed: begin('-') - begin('--- ') };
}

/** The changes that were not committed when the run began, as far as its client kept them. */
export function DiffBox({ run }: { run: Run }) {
  const list = useQuery(files(run.id));
  const file = list.data?.find((f) => /(^|\/)diff\.patch$/.test(f.path));
  const [open, setOpen] = useState(false);
  const text = useQuery({
    queryKey: ['diff', run.id, file?.path, file?.sha256], enabled: file !== undefined && file.size > 0, staleTime: Infinity,
    queryFn: async ({ signal }) => (await send(fileUrl(run.id, file!.path).replace('/api/v1', ''), { signal, headers: { range: `bytes=0-${MOST - 1}` } })).text(),
  });
  if (!file || file.size === 0) return null;
  const counts = text.data === undefined ? undefined : diffCounts(text.data);
  return (
    <section className={css.box} aria-label="Uncommitted changes">
      <header>
        <h2>Uncommitted changes</h2>
        {counts && <span className="muted">{counts.files} {counts.files === 1 ? 'file' : 'files'} <span className="better">+{counts.added}</span> <span className="worse">−{counts.removed}</span></span>}
        <span className="grow" /><Button small kind="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Hide' : 'Show'}</Button>
      </header>
      {text.error && <ProblemView error={text.error} />}
      {open && text.isPending && <Skeleton lines={5} />}
      {open && text.data !== undefined && <div className={css.diffScroll}><Lines text={text.data} diff />{file.size > MOST && <p className={css.none}>showing the beginning; the whole file is under Files</p>}</div>}
    </section>
  );
}
