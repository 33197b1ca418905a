import { useState } from 'react';
import { Button } from '../ui/controls';
import css from './models.module.css';

/** Text that turns into a field on a click; `onSave` hears of it when it is another text than before. */
export function InPlaceText({ text, label, onSave }: { text: string; label: string; onSave: (text: string) => void }) {
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null)
    return <button type="button" className={css.inPlace} data-empty={text === ''} title={label} onClick={() => setDraft(text)}>{text === '' ? label : text}</button>;
  const save = () => {
    if (draft.trim() !== text) onSave(draft.trim());
    setDraft(null);
  };
  return (
    <div className={css.edit}>
      <textarea
        // The click that made this field asked for the caret in it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus aria-label={label} rows={Math.min(8, Math.max(2, draft.split('\n').length))} value={draft} onChange={(e) => setDraft(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === 'Escape') setDraft(null);
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) save();
        }}
      />
      <div className="row"><Button small kind="primary" onClick={save}>Save</Button><Button small kind="ghost" onClick={() => setDraft(null)}>Cancel</Button><small className="muted">Ctrl Enter saves</small></div>
    </div>
  );
}
