import { Icon } from '../ui/icons';
import css from './runs.module.css';

/** The indent of a nested run, and what folds the runs under it; nothing in a list without nesting. */
export function Twig({ depth, below, folded, onFold, name }: { depth: number; below: number; folded: boolean; onFold: () => void; name: string }) {
  if (depth === 0 && below === 0) return null;
  return (
    <span className={css.twig} style={{ paddingLeft: Math.min(depth, 6) * 14 }} aria-hidden={below === 0}>
      {below > 0
        ? <button type="button" aria-expanded={!folded} aria-label={`${folded ? 'Show' : 'Hide'} the ${below} runs under ${name}`} title={`${below} nested ${below === 1 ? 'run' : 'runs'}`} onClick={onFold}><Icon name="chevron" size={11} /></button>
        : <i />}
    </span>
  );
}
