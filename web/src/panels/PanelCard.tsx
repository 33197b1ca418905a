import { Suspense } from 'react';
import { Button, Pop } from '../ui/controls';
import { Skeleton } from '../ui/states';
import css from './panels.module.css';
import { PANELS, type PanelProps } from './registry';

/** A panel with its title and what can be done with it. */
export function PanelCard({ onRemove, height, ...props }: PanelProps & { onRemove?: () => void; height?: number }) {
  const { spec, change } = props;
  const panel = PANELS[spec.type];
  const title = spec.title || panel?.titleOf?.(spec) || panel?.title || spec.type;
  return (
    <section className={css.card} style={{ height: height ?? (panel?.size.height ?? 8) * 30 }} aria-label={title} data-testid="panel" data-type={spec.type}>
      <header>
        <h3 className="grow ellipsis" title={panel?.about}>{title}</h3>
        {panel && change && <Pop label={`Settings of ${title}`} align="end" trigger={<Button icon="settings" small kind="ghost" label={`Settings of ${title}`} />}><Suspense fallback={<Skeleton lines={3} />}><panel.Editor {...props} /></Suspense></Pop>}
        {onRemove && <Button icon="close" small kind="ghost" label={`Remove ${title}`} onClick={onRemove} />}
      </header>
      <div className={css.body}>
        {panel ? <Suspense fallback={<Skeleton lines={5} />}><panel.View {...props} /></Suspense>
          : <div className={css.message}><p>This version of Cairn does not know panels of the type “{spec.type}”.</p></div>}
      </div>
    </section>
  );
}
