import { useQueryClient } from '@tanstack/react-query';
import type { Column } from '../api/types';
import { panelContext, PANELS, type PanelType } from '../panels/registry';
import { varyingSettings } from '../panels/varying';
import { Icon } from '../ui/icons';
import { addPanel, type Layout } from '../view/layout';
import css from './runs.module.css';

const ADDED = 'panels';
const COLUMN = 4; // of the twelve that panels say their width in
const ROW = 30;

interface Props {
  project: string;
  columns: readonly Column[];
  /** The metric that matters most, where known. */
  metric?: string;
  layout: Layout;
  onLayout: (edit: (layout: Layout) => Layout) => void;
  onFull: (id: string | null) => void;
}

/** Every kind of panel that a page can have more of; a click adds one. */
export function PanelAdder({ project, columns, metric, layout, onLayout, onFull }: Props) {
  const client = useQueryClient();
  const add = () => {
    const [next, id] = addPanel(layout, ADDED, { metrics: [] });
    onLayout(() => next);
    onFull(id);
  };
  const addOther = async (panel: PanelType) => {
    const varying = await client.fetchQuery(varyingSettings(project, columns)).catch(() => undefined); // without them the panel is only less telling
    const { type, title: _, ...config } = panel.defaultSpec(panelContext(columns, metric, varying));
    onLayout(() => addPanel(layout, ADDED, { kind: type, config, w: Math.ceil(panel.size.width / COLUMN), h: panel.size.height * ROW })[0]);
  };
  return (
    <div className={css.addList}>
      <button type="button" onClick={add}><Icon name="chart" size={14} /> <b>Line chart</b> <small>Metrics and formulas over steps, time or another metric.</small></button>
      {Object.values(PANELS).map((panel) => (
        <button key={panel.type} type="button" onClick={() => void addOther(panel)}><Icon name={panel.icon} size={14} /> <b>{panel.title}</b> <small>{panel.about}</small></button>
      ))}
    </div>
  );
}
