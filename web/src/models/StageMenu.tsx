import { useState } from 'react';
import { Button, Check, Pop } from '../ui/controls';
import { Icon } from '../ui/icons';
import css from './models.module.css';
import type { ModelChange } from './queries';
import { sharers, STAGE_NAMES, STAGES } from './stages';
import type { ModelVersion, Stage } from './types';

export function StageMark({ stage }: { stage: Stage }) {
  return <span className={css.stage} data-stage={stage}><i /> {STAGE_NAMES[stage]}</span>;
}

const close = (element: Element) => (element.closest('[popover]') as HTMLElement | null)?.hidePopover();

function Choices({ version, versions, onChange }: { version: ModelVersion; versions: readonly ModelVersion[]; onChange: (change: ModelChange) => void }) {
  const [archive, setArchive] = useState(true);
  const shared = STAGES.filter((stage) => stage !== version.stage && sharers(versions, version.version, stage).length > 0);
  return (
    <div className={css.choices}>
      {STAGES.map((stage) => (
        <button
          key={stage} type="button" className={css.choice} aria-pressed={stage === version.stage}
          onClick={(e) => {
            if (stage !== version.stage) onChange({ kind: 'stage', version: version.version, stage, archiveOthers: archive && shared.includes(stage) });
            close(e.currentTarget);
          }}
        >
          <StageMark stage={stage} />
          <small>{sharers(versions, version.version, stage).slice(0, 3).map((n) => `v${n}`).join(', ')}</small>
          {stage === version.stage && <Icon name="check" size={12} />}
        </button>
      ))}
      {shared.length > 0 && <div className={css.archive}><Check checked={archive} onChange={setArchive}>Archive what is in the stage now</Check></div>}
    </div>
  );
}

/** A version's stage, and on a click the stages it can be moved to. */
export function StageMenu({ version, versions, busy, onChange }: { version: ModelVersion; versions: readonly ModelVersion[]; busy: boolean; onChange: (change: ModelChange) => void }) {
  return (
    <Pop label={`Stage of version ${version.version}`} trigger={<Button small kind="ghost" disabled={busy} label={`Change the stage of version ${version.version}`} className={css.stageButton}><StageMark stage={version.stage} /> <Icon name="chevron" size={9} /></Button>}>
      <Choices version={version} versions={versions} onChange={onChange} />
    </Pop>
  );
}
