import { useState, type FormEvent } from 'react';
import { Button, Pop } from '../ui/controls';
import { Icon } from '../ui/icons';
import css from './models.module.css';
import type { ModelChange } from './queries';
import { aliasProblem } from './stages';
import type { ModelVersion } from './types';

function Add({ version, taken, onChange }: { version: ModelVersion; taken: Record<string, number>; onChange: (change: ModelChange) => void }) {
  const [alias, setAlias] = useState('');
  const problem = aliasProblem(alias.trim());
  const holder = taken[alias.trim()];
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    if (alias.trim() === '' || problem) return;
    onChange({ kind: 'alias', alias: alias.trim(), version: version.version });
    (e.currentTarget.closest('[popover]') as HTMLElement | null)?.hidePopover();
  };
  return (
    <form className={css.addAlias} onSubmit={submit}>
      <div className="row">
        {/* Whoever opened this came to type. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <input autoFocus aria-label="New alias" aria-invalid={problem !== null} placeholder="champion" spellCheck={false} autoComplete="off" value={alias} onChange={(e) => setAlias(e.target.value)} />
        <Button small kind="primary" type="submit" disabled={alias.trim() === '' || problem !== null}>{holder !== undefined && holder !== version.version ? 'Move' : 'Add'}</Button>
      </div>
      {problem ? <p className="worse">{problem}</p> : holder !== undefined && holder !== version.version ? <p className="muted">Now at version {holder}; it moves to version {version.version}.</p> : <p className="muted">Points at this version alone.</p>}
    </form>
  );
}

/** The aliases of a version as chips that can be taken away, and a way to add one. */
export function AliasEditor({ version, taken, busy, onChange }: { version: ModelVersion; taken: Record<string, number>; busy: boolean; onChange: (change: ModelChange) => void }) {
  return (
    <span className={css.aliases}>
      {version.aliases.map((alias) => (
        <span key={alias} className={css.alias}>
          @{alias}
          <button type="button" disabled={busy} aria-label={`Remove the alias ${alias}`} title={`Remove the alias ${alias}`} onClick={() => onChange({ kind: 'unalias', alias })}><Icon name="close" size={9} /></button>
        </span>
      ))}
      <Pop label={`New alias of version ${version.version}`} trigger={<Button small icon="plus" kind="ghost" disabled={busy} label={`Add an alias to version ${version.version}`} />}>
        <Add version={version} taken={taken} onChange={onChange} />
      </Pop>
    </span>
  );
}

export function Alias({ name, version }: { name: string; version?: number }) {
  return <span className={css.alias}>@{name}{version !== undefined && <small>v{version}</small>}</span>;
}
