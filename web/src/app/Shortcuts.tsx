import { Dialog, Kbd } from '../ui/controls';
import { keysOf, SHORTCUTS } from './keys';
import css from './shell.module.css';

export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} width={780}>
      <div className={css.sheet}>
        {SHORTCUTS.map(([group, list]) => (
          <section key={group}>
            <h3>{group}</h3>
            <ul>{list.map(([key, does]) => <li key={key}>{does} <span>{keysOf(key).map((one) => <Kbd key={one}>{one}</Kbd>)}</span></li>)}</ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
