import { sharedValue } from '../charts/useGroups';
import { Link } from '@tanstack/react-router';
import { colourOf } from '../charts/palette';
import { Button } from '../ui/controls';
import { Icon } from '../ui/icons';
import type { Line } from './lines';
import css from './table.module.css';
import { heading } from './values';

/** What the first cell of a line can do. */
export interface NameActions {
  select: (index: number, range: boolean) => void;
  open: (line: Line) => void;
  baseline: (run: number) => void;
  /** Loads more of what stands under an opened group or parent. */
  more: (key: string) => void;
}

/** A run's name with its box, its twig of the tree, its colour and the flag that makes it the baseline. */
export function RunCell({ line, index, project, selected, dark, isBaseline, actions }: { line: Extract<Line, { kind: 'run' }>; index: number; project: string; selected: boolean; dark: boolean; isBaseline: boolean; actions: NameActions }) {
  const { row, depth, below, open } = line;
  const [team, name] = project.split('/') as [string, string];
  return (
    <>
      <input type="checkbox" aria-label={`Select ${row.name || row.uid}`} checked={selected} onClick={(e) => actions.select(index, e.shiftKey)} onChange={() => undefined} />
      {depth > 0 && <i style={{ width: depth * 14, flex: 'none' }} />}
      {below > 0
        ? <button type="button" className={css.twig} aria-expanded={open} aria-label={`${open ? 'Fold' : 'Unfold'} the ${below} runs under ${row.name}`} onClick={() => actions.open(line)}><Icon name={open ? 'chevron' : 'right'} size={10} /></button>
        : depth > 0 && <i className={css.leaf} />}
      <i className={css.dot} style={{ background: colourOf(row.uid, dark) }} />
      <Link to="/$team/$project/runs/$uid" params={{ team, project: name, uid: row.uid }} className={css.name} title={row.name}>{row.name || row.uid}</Link>
      {below > 0 && <small className="muted">{below}</small>}
      <Button icon="flag" small kind="ghost" className={css.flag} on={isBaseline} label={isBaseline ? 'Stop comparing with this run' : 'Compare the others with this run (b)'} onClick={() => actions.baseline(row.id)} />
    </>
  );
}

/** What the runs of a group have in common, and how many they are. */
export function GroupCell({ line, groupBy, actions }: { line: Extract<Line, { kind: 'group' }>; index: number; groupBy: readonly string[]; actions: NameActions }) {
  const { group, open } = line;
  const text = groupBy.map((column) => sharedValue(column, group.key[column]));
  return (
    <>
      <button type="button" className={css.groupName} aria-expanded={open} title={groupBy.map((column, i) => `${heading(column)}: ${text[i]}`).join('\n')} onClick={() => actions.open(line)}>
        <Icon name={open ? 'chevron' : 'right'} size={10} />
        <span className="ellipsis">{text.map((value, i) => <span key={groupBy[i]}>{i > 0 && <span className="muted"> · </span>}<b>{value}</b></span>)}</span>
      </button>
      <small className={css.n}>{group.runs} {group.runs === 1 ? 'run' : 'runs'}</small>
    </>
  );
}
