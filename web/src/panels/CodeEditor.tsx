import { Button } from '../ui/controls';
import css from './panels.module.css';
import type { CodeSpec, PanelProps } from './registry';

export function CodeEditor({ change }: PanelProps<CodeSpec>) {
  return (
    <div className={css.editor}>
      <p className="muted">Runs and file are chosen in the panel itself.</p>
      <Button small onClick={() => change?.({ left: undefined, right: undefined, file: undefined })}>The two newest runs</Button>
    </div>
  );
}
