import { cloneElement, useEffect, useId, useLayoutEffect, useRef, useState, type ButtonHTMLAttributes, type InputHTMLAttributes, type ReactElement, type ReactNode, type Ref } from 'react';
import type { RunState } from '../api/types';
import { Icon, type IconName } from './icons';
import css from './ui.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: IconName;
  kind?: 'ghost' | 'primary';
  small?: boolean;
  on?: boolean;
  label?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button; without children it is square and `label` is its accessible name and tooltip. */
export function Button({ icon, kind, small, on, label, children, className, ref, ...rest }: ButtonProps) {
  const classes = [css.button, kind && css[kind], small && css.small, children === undefined && css.icon, className].filter(Boolean).join(' ');
  return (
    <button type="button" ref={ref} className={classes} title={label} aria-label={children === undefined ? label : undefined} data-on={on} aria-pressed={rest.role === 'tab' ? undefined : on} {...rest}>
      {icon && <Icon name={icon} size={small ? 13 : 14} />}
      {children}
    </button>
  );
}

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  icon?: IconName;
  value: string;
  label: string;
  bad?: boolean;
  hint?: string;
  /** Milliseconds of quiet before `onChange`; 0 tells of every key. */
  wait?: number;
  onChange: (value: string) => void;
  ref?: Ref<HTMLInputElement>;
}

/** A one-line input that keeps what is typed and tells of it after a moment of quiet, at once on Enter. */
export function Field({ icon, value, label, bad, hint, wait = 0, onChange, className, ref, ...rest }: FieldProps) {
  const [draft, setDraft] = useState(value);
  const [last, setLast] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (value !== last) {
    setLast(value);
    setDraft(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const tell = (text: string, after: number) => {
    clearTimeout(timer.current);
    if (after === 0) onChange(text);
    else timer.current = setTimeout(() => onChange(text), after);
  };
  return (
    <label className={`${css.field} ${className ?? ''}`} data-bad={bad}>
      {icon && <Icon name={icon} size={13} />}
      <input
        ref={ref} type="search" aria-label={label} aria-invalid={bad} spellCheck={false} autoComplete="off" value={draft}
        onChange={(e) => {
          setDraft(e.target.value);
          tell(e.target.value, wait);
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter') tell(draft, 0);
          if (e.key === 'Escape') e.currentTarget.blur();
        }}
        {...rest}
      />
      {draft !== '' ? (
        <button type="button" aria-label={`Clear ${label.toLowerCase()}`} onClick={() => { setDraft(''); tell('', 0); }}><Icon name="close" size={11} /></button>
      ) : hint ? <kbd>{hint}</kbd> : null}
    </label>
  );
}

/** A button that opens a panel under itself, on the browser's own popover: Escape or a click elsewhere closes it, in a `menu` a choice does too. */
export function Pop({ trigger, children, align = 'start', label, menu }: { trigger: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>; children: ReactNode; align?: 'start' | 'end'; label: string; menu?: boolean }) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    const element = panel.current;
    const button = document.querySelector(`[popovertarget="${CSS.escape(id)}"]`);
    if (!open || !element || !button) return;
    const place = () => {
      const [b, p] = [button.getBoundingClientRect(), element.getBoundingClientRect()];
      const left = align === 'start' ? b.left : b.right - p.width;
      // What it wants, not what it was given: a panel that has grown may fit better above.
      const height = element.scrollHeight + element.offsetHeight - element.clientHeight;
      const under = b.bottom + 4 + height <= innerHeight - 8 || b.top < innerHeight / 2;
      element.style.left = `${Math.max(8, Math.min(left, innerWidth - p.width - 8))}px`;
      element.style.top = `${under ? b.bottom + 4 : Math.max(8, b.top - 4 - Math.min(height, b.top - 16))}px`;
      element.style.maxHeight = `${under ? innerHeight - b.bottom - 16 : b.top - 16}px`;
    };
    place();
    const sizes = new ResizeObserver(place);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [open, align, id]);
  return (
    <>
      {cloneElement(trigger, { popoverTarget: id, 'aria-expanded': open })}
      {/* The buttons inside are what one reaches; this only closes behind them. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
      <div ref={panel} id={id} popover="auto" className={css.popover} role="dialog" aria-label={label} onToggle={(e) => setOpen(e.newState === 'open')} onClick={(e) => menu && (e.target as HTMLElement).closest('button') && panel.current?.hidePopover()}>{open && children}</div>
    </>
  );
}

/** A modal dialog of the browser: focus stays inside, Escape and a click beside it close it. */
export function Dialog({ title, onClose, children, width = 560, bare }: { title: string; onClose: () => void; children: ReactNode; width?: number | string; bare?: boolean }) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!ref.current?.open) ref.current?.showModal();
  }, []);
  return (
    // The dialog element closes on Escape by itself; the click handler only adds the backdrop.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog ref={ref} className={css.dialog} style={{ width }} aria-label={title} onClose={onClose} onClick={(e) => e.target === ref.current && onClose()}>
      {!bare && (
        <header className={css.dialogHead}>
          <h2 className="grow">{title}</h2>
          <Button icon="close" kind="ghost" label="Close" onClick={onClose} />
        </header>
      )}
      {children}
    </dialog>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className={css.kbd}>{children}</kbd>;
}

export function Tag({ children }: { children: ReactNode }) {
  return <span className={css.tag}>{children}</span>;
}

export function Check({ checked, onChange, children, title }: { checked: boolean; onChange: (on: boolean) => void; children: ReactNode; title?: string }) {
  return (
    <label className={css.check} title={title}>
      <input type="checkbox" checked={checked} onChange={(e) => onChange(e.target.checked)} />
      {children}
    </label>
  );
}

/** A run's state by shape, colour and (when `text`) word; never by colour alone. */
export function StateMark({ state, text }: { state: RunState; text?: boolean }) {
  return (
    <span className={`${css.state} ${css[state] ?? ''}`} title={state === 'crashed' ? 'crashed: no heartbeat for 60 s' : state}>
      <Icon name={state} size={11} strokeWidth={state === 'finished' || state === 'failed' ? 2 : 0} />
      {text ? state : <span className="visually-hidden">{state}</span>}
    </span>
  );
}

/** Copies `text`; the icon says for a moment that it did. */
export function Copy({ text, label = 'Copy', icon = 'copy' }: { text: string; label?: string; icon?: IconName }) {
  const [done, setDone] = useState(false);
  return (
    <Button
      icon={done ? 'check' : icon} kind="ghost" small label={done ? 'Copied' : label}
      onClick={() => {
        void navigator.clipboard?.writeText(text).then(() => {
          setDone(true);
          setTimeout(() => setDone(false), 1200);
        });
      }}
    />
  );
}
