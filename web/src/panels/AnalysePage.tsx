import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { columns as columnList, landmarks as landmarkList } from '../api/queries';
import { combineFilter } from '../runs/filter';
import run from '../runs/runs.module.css';
import { FilterField } from '../runs/Sidebar';
import { Button, Pop } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useView } from '../view/useView';
import { both } from './brush';
import { readBoard, writeBoard } from './board';
import { PanelCard } from './PanelCard';
import css from './panels.module.css';
import { PANELS, panelContext, type PanelSpec } from './registry';
import { varyingSettings } from './varying';

const FIRST = ['parallel', 'importance', 'scatter', 'box', 'compare'];

/** The runs of a project in panels that look across them; panels and filter are in the address. */
export function AnalysePage() {
  const { team, project: name } = useParams({ strict: false }) as { team: string; project: string };
  const project = `${team}/${name}`;
  const [view, change] = useView();
  const known = useQuery(columnList(project));
  const marks = useQuery(landmarkList(project));
  const [mark, setMark] = useState<{ panel: number; text: string } | null>(null);
  useEffect(() => {
    document.title = `Analyse ${project} · Cairn`;
  }, [project]);
  const varying = useQuery({ ...varyingSettings(project, known.data ?? []), enabled: known.isSuccess });
  const context = useMemo(() => panelContext(known.data ?? [], marks.data?.[0]?.metric, varying.data), [known.data, marks.data, varying.data]);
  const board = useMemo<PanelSpec[]>(
    () => readBoard(view.board) ?? FIRST.flatMap((type) => (PANELS[type] ? [PANELS[type].defaultSpec(context)] : [])),
    [view.board, context],
  );
  const save = (specs: PanelSpec[]) => change({ board: writeBoard(specs) });
  const filter = combineFilter(view.filter, view.search) ?? '';
  const narrowed = mark && mark.text !== '' ? both(filter, mark.text) : filter;
  if (known.error) return <ProblemView error={known.error} retry={() => void known.refetch()} />;
  if (known.isPending || marks.isPending || varying.isPending) return <Skeleton lines={12} />;
  if (view.board === null && !known.data.some((c) => c.name.startsWith('metrics.')))
    return <Empty drawing title="Nothing to analyse yet"><p>No run of {project} has logged a metric. Panels here look across the settings and results of all runs; they appear by themselves with the first number.</p><p><Link to={'/$team/$project' as never} params={{ team, project: name } as never}>How to log one</Link></p></Empty>;
  return (
    <div className={run.content}>
      <div className={run.toolbar} role="toolbar" aria-label="Analysis">
        <div className={run.tableFilter}><FilterField project={project} columns={known.data} view={view} change={change} error={null} /></div>
        <span className="grow" />
        {view.board !== null && <Button icon="reset" kind="ghost" onClick={() => change({ board: null })}>Default panels</Button>}
        <Pop menu label="Add a panel" align="end" trigger={<Button icon="plus">Add panel</Button>}>
          <div className={css.add}>
            {Object.values(PANELS).map((panel) => (
              <button key={panel.type} type="button" onClick={() => save([...board, panel.defaultSpec(context)])}><Icon name={panel.icon} /><b>{panel.title}</b><small>{panel.about}</small></button>
            ))}
          </div>
        </Pop>
      </div>
      {mark && mark.text !== '' && (
        <div className={css.marked} role="status">
          <span>Marked:</span> <code className="grow" title={mark.text}>{mark.text}</code>
          <Button small icon="filter" onClick={() => { change({ filter: both(view.filter, mark.text) }); setMark(null); }}>Keep as filter</Button>
        </div>
      )}
      <div className={css.page}>
        <div className={css.board}>
          {board.map((spec, i) => (
            // Panels have no names of their own; their place is what the reader knows them by.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={`${i} ${spec.type} ${view.filter}`} style={{ gridColumn: `span ${PANELS[spec.type]?.size.width ?? 6}` }}>
              <PanelCard
                project={project} spec={spec} filter={mark && mark.panel !== i ? narrowed : filter}
                change={(patch) => save(board.map((one, k) => (k === i ? { ...one, ...patch } : one)))}
                onBrush={(text) => setMark(text === '' ? null : { panel: i, text })}
                onRemove={() => save(board.filter((_, k) => k !== i))}
              />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
