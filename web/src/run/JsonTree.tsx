import { useState } from 'react';
import type { Json } from '../api/types';
import { Icon } from '../ui/icons';
import css from './run.module.css';

const isBranch = (value: Json): value is Json[] | { [key: string]: Json } =>
  value !== null && typeof value === 'object' && !(Array.isArray(value) && value.every((v) => v === null || typeof v !== 'object'));

function Leaf({ value }: { value: Json }) {
  if (Array.isArray(value)) return <span className="mono">[{value.map((v) => JSON.stringify(v)).join(', ')}]</span>;
  return <span className={typeof value === 'string' ? 'mono' : `mono ${css.literal}`}>{typeof value === 'string' ? value : JSON.stringify(value)}</span>;
}

function Branch({ name, value, depth }: { name: string; value: Json; depth: number }) {
  const [open, setOpen] = useState(depth < 3);
  const indent = { paddingLeft: 12 + depth * 16 };
  if (!isBranch(value)) return <div className={css.leaf} style={indent}><span className={css.keyName}>{name}</span><Leaf value={value} /></div>;
  const entries = Object.entries(value);
  return (
    <>
      <button type="button" className={css.branch} style={indent} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" size={10} /> {name} <small className="muted">{entries.length}</small>
      </button>
      {open && entries.map(([key, child]) => <Branch key={key} name={key} value={child} depth={depth + 1} />)}
    </>
  );
}

/** A JSON document as a tree of names and values; branches fold. */
export function JsonTree({ value }: { value: { [key: string]: Json } }) {
  return <div className={css.tree}>{Object.entries(value).map(([key, child]) => <Branch key={key} name={key} value={child} depth={0} />)}</div>;
}
