import { useParams } from '@tanstack/react-router';
import { Copy } from '../ui/controls';
import { panelLink } from '../view/panelLink';
import { useWholeView } from '../view/useView';

/** Copies the address of a page with this panel alone, as it is shown now. */
export function PanelLink({ panel }: { panel: string }) {
  const { team, project } = useParams({ strict: false }) as { team?: string; project?: string };
  const { whole } = useWholeView();
  return team && project ? <Copy text={window.location.origin + panelLink(`${team}/${project}`, whole, panel)} icon="link" label="Copy a link to this panel alone" /> : null;
}
