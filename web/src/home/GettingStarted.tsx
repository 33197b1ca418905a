import { useState } from 'react';
import { Button, Copy } from '../ui/controls';
import css from './home.module.css';
import { snippets } from './snippets';

/** Code that logs to this very server, for each client, ready to copy. */
export function GettingStarted({ project }: { project: string }) {
  const list = snippets(window.location.origin, project);
  const [at, setAt] = useState(0);
  const { code } = list[at]!;
  return (
    <section className={css.start} aria-label="Getting started">
      <header>
        <div role="tablist" className="row">{list.map((s, i) => <Button key={s.name} small role="tab" aria-selected={i === at} kind="ghost" on={i === at} onClick={() => setAt(i)}>{s.name}</Button>)}</div>
        <span className="grow" />
        <Copy text={code} label="Copy this code" />
      </header>
      <pre>{code}</pre>
    </section>
  );
}
