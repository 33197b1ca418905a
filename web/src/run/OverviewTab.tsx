import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { Json, Landmark, Run, SeriesSummary } from '../api/types';
import { useDark } from '../app/preferences';
import { colourOf } from '../charts/palette';
import { formatBytes, formatDuration, formatNumber, formatTime } from '../charts/ticks';
import { CairnGlyph } from '../landmarks/CairnGlyph';
import { GateResults } from '../landmarks/GateResults';
import { LandmarkRuler } from '../landmarks/LandmarkRuler';
import { directionOf, marksOf, standing, toNumber } from '../landmarks/ruler';
import { RunVerdicts } from '../landmarks/RunVerdicts';
import { unclearLandmarks, useRunVerdicts } from '../landmarks/verdicts';
import { RunDatasets } from '../datasets/RunDatasets';
import { RunModels } from '../models/RunModels';
import { ReproductionBox } from '../reproduction/ReproductionBox';
import { Copy, Field, StateMark, Tag } from '../ui/controls';
import { Empty, ProblemView, Skeleton } from '../ui/states';
import { useNow } from '../ui/useNow';
import { isInternal } from '../runs/definitions';
import { durationOf } from './RunPage';
import { ConfigBox } from './ConfigBox';
import { declared, definitionsOf, definitionText, forkStep, type Defined } from './declared';
import { DiffBox } from './DiffBox';
import { FamilyBox } from './FamilyBox';
import { JsonTree } from './JsonTree';
import css from './run.module.css';

function Standings({ run, series, landmarks }: { run: Run; series: readonly SeriesSummary[]; landmarks: readonly Landmark[] }) {
  const dark = useDark();
  const verdicts = useRunVerdicts(run, landmarks).data ?? [];
  const metrics = [...new Set(landmarks.map((l) => l.metric))].flatMap((metric) => series.filter((s) => s.key === metric));
  if (metrics.length === 0) return null;
  return (
    <section className={css.standings} aria-label="Where this run stands">
      {metrics.map((s) => {
        const marks = marksOf(landmarks, s.key);
        const direction = directionOf(landmarks, s.key) ?? 'max';
        const value = toNumber(s.last) ?? Number.NaN;
        const unclear = unclearLandmarks(verdicts, s.key);
        return (
          <article key={s.key} className={css.standing} data-testid="standing" data-metric={s.key}>
            <header>
              <h3 className="ellipsis">{s.key}</h3>
              <b className={css.big}>{formatNumber(value)}</b>
            </header>
            <p className={css.words}><CairnGlyph value={value} marks={marks} direction={direction} unclear={unclear} /> {standing(value, marks, direction, unclear)}</p>
            <LandmarkRuler marks={marks} values={[{ key: run.id, name: run.name, value, colour: colourOf(run.uid, dark), main: true }]} />
          </article>
        );
      })}
    </section>
  );
}

function Metrics({ series, definitions }: { series: readonly SeriesSummary[]; definitions: readonly Defined[] }) {
  const [search, setSearch] = useState('');
  const own = series.filter((s) => !s.key.startsWith('system/') && !isInternal(s.key) && s.key.toLowerCase().includes(search.toLowerCase()));
  return (
    <section className={css.box}>
      <header><h2>Metrics</h2><span className="grow" />{series.length > 8 && <Field icon="search" value={search} label="Search metrics" placeholder="Search" onChange={setSearch} className={css.boxSearch} />}</header>
      {/* What scrolls must be reachable without a mouse. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={css.tableScroll} role="region" aria-label="Metrics" tabIndex={0}>
        <table className={css.table}>
          <thead><tr><th>Metric</th><th className="num">Last</th><th className="num">Min</th><th className="num">at step</th><th className="num">Max</th><th className="num">at step</th><th className="num">Points</th></tr></thead>
          <tbody>
            {own.map((s) => (
              <tr key={s.key}>
                <td>{s.key} <small className="muted">{definitionText(s.key, definitions)}</small></td>
                <td className="num"><b>{formatNumber(toNumber(s.last))}</b></td>
                <td className="num">{formatNumber(toNumber(s.min))}</td><td className="num muted">{s.minStep ?? ''}</td>
                <td className="num">{formatNumber(toNumber(s.max))}</td><td className="num muted">{s.maxStep ?? ''}</td>
                <td className="num muted">{s.count}{s.finite < s.count && <span className="worse" title="NaN or infinite"> ({s.count - s.finite} not finite)</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {own.length === 0 && <p className={css.none}>{series.length === 0 ? 'This run has logged no metrics.' : 'No metric matches.'}</p>}
    </section>
  );
}

function Packages({ packages }: { packages: Record<string, string> }) {
  const [search, setSearch] = useState('');
  const list = Object.entries(packages).filter(([name]) => name.toLowerCase().includes(search.toLowerCase())).sort(([a], [b]) => a.localeCompare(b));
  return (
    <section className={css.box}>
      <header><h2>Packages</h2><span className="muted">{Object.keys(packages).length}</span><span className="grow" /><Field icon="search" value={search} label="Search packages" placeholder="Search" onChange={setSearch} className={css.boxSearch} /></header>
      <dl className={`${css.facts} ${css.packages}`}>{list.map(([name, version]) => <div key={name}><dt className="mono">{name}</dt><dd className="mono">{version}</dd></div>)}</dl>
      {list.length === 0 && <p className={css.none}>No package matches.</p>}
    </section>
  );
}

const text = (value: Json | undefined): string => (value === undefined || value === null ? '' : Array.isArray(value) ? value.map(text).join(', ') : typeof value === 'object' ? Object.values(value).map(text).join(' ') : String(value));

/** A command as one types it: arguments with spaces in quotes. */
const shell = (command: readonly Json[]): string => command.map(text).map((part) => (/^[\w./:=,@%+-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`)).join(' ');

function Facts({ run }: { run: Run }) {
  const now = useNow();
  const env = run.environment ?? {};
  const git = env.git;
  const forkedAt = run.parent ? forkStep(env) : undefined;
  const [team, project] = run.project.split('/') as [string, string];
  const web = git?.remote?.replace(/^git@([^:]+):/, 'https://$1/').replace(/\.git$/, '');
  const known = new Set(['command', ...(env.command ? ['arguments'] : []), 'rerun', 'host', 'os', 'runtime', 'cpu', 'cpuCount', 'memoryBytes', 'gpus', 'user', 'workingDirectory', 'program', 'git', 'packages', 'metricDefinitions']);
  const rows: [string, React.ReactNode][] = [
    ['State', <StateMark key="s" state={run.state} text />],
    ['Exit code', run.exitCode ?? null],
    ['Started', formatTime(run.startedAt ?? run.createdAt)],
    ['Finished', run.finishedAt ? formatTime(run.finishedAt) : null],
    ['Duration', formatDuration(durationOf(run, now))],
    ['Sent by', run.source],
    ['Job type', run.jobType],
    ['Tags', run.tags && run.tags.length > 0 ? <span key="t" className={css.tags}>{run.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)}</span> : null],
    [forkedAt === undefined ? 'Parent' : 'Forked from', run.parent ? <Link key="p" to="/$team/$project/runs/$uid" params={{ team, project, uid: run.parent }}>{run.parent}</Link> : null],
    ['Forked after', forkedAt === undefined ? null : `step ${forkedAt}`],
    ['Host', [env.host, env.user && `as ${env.user}`].filter(Boolean).join(' ')],
    ['System', [env.os, env.runtime].filter(Boolean).join(' · ')],
    ['Processor', [env.cpu, env.cpuCount && `${env.cpuCount} cores`].filter(Boolean).join(' · ')],
    ['Memory', env.memoryBytes ? formatBytes(env.memoryBytes) : null],
    ['Accelerators', text(env.gpus)],
    ['Program', env.program],
    ['Folder', env.workingDirectory],
    ['Does it alone', Array.isArray(env.rerun) ? <code key="r">{shell(env.rerun)}</code> : null],
    ...Object.entries(env).filter(([key, value]) => !known.has(key) && (typeof value !== 'object' || Array.isArray(value))).map(([key, value]): [string, React.ReactNode] => [key, text(value)]),
  ];
  return (
    <section className={css.box}>
      <header><h2>Run</h2></header>
      {env.command !== undefined && env.command !== null && <div className={css.command}><code>{Array.isArray(env.command) ? env.command.map(text).join(' ') : text(env.command)}</code><Copy text={Array.isArray(env.command) ? env.command.map(text).join(' ') : text(env.command)} label="Copy the command" /></div>}
      {git?.commit && (
        <div className={css.git}>
          {web?.startsWith('https://') ? <a className="mono" href={`${web}/commit/${git.commit}`} target="_blank" rel="noreferrer" title={git.commit}>{git.commit.slice(0, 10)}</a> : <code title={git.commit}>{git.commit.slice(0, 10)}</code>}
          <Copy text={git.commit} label="Copy the commit" /> {git.branch && <span>on <b>{git.branch}</b></span>}
          {git.dirty && <Link to="." search={{ tab: 'files', key: 'diff.patch' } as never}>with uncommitted changes</Link>}
        </div>
      )}
      <dl className={css.facts}>{rows.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

interface Props {
  run: Run;
  series: UseQueryResult<SeriesSummary[]>;
  landmarks: readonly Landmark[];
}

/** What the run is and where it stands. */
export function OverviewTab({ run, series, landmarks }: Props) {
  const summary = declared(run.summary ?? {});
  const labels = run.labels ?? {};
  const packages = run.environment?.packages;
  return (
    <div className={css.scroll}>
      <div className={css.overview}>
        <div className={css.columnWide}>
          {run.notes && <section className={css.box}><p className={css.notes}>{run.notes}</p></section>}
          {series.isPending && <Skeleton lines={5} />}
          {series.error && <ProblemView error={series.error} retry={() => void series.refetch()} />}
          {series.data && <Standings run={run} series={series.data} landmarks={landmarks} />}
          {landmarks.length > 0 && <RunVerdicts run={run} landmarks={landmarks} />}
          <ReproductionBox run={run} />
          <GateResults run={run} />
          {series.data && <Metrics series={series.data} definitions={definitionsOf(run.environment?.metricDefinitions)} />}
          <RunModels run={run} />
          <ConfigBox run={run} landmarks={landmarks} />
          <DiffBox run={run} />
          {Object.keys(labels).length > 0 && <section className={css.box}><header><h2>Labels</h2><span className="muted">name and value, as MLflow's tags are</span></header><JsonTree value={labels} /></section>}
          {Object.keys(summary).length > 0 && <section className={css.box}><header><h2>Summary</h2><span className="muted">what the client declared</span></header><JsonTree value={summary} /></section>}
        </div>
        <div className={css.columnNarrow}>
          <Facts run={run} />
          <FamilyBox run={run} />
          <RunDatasets run={run.id} />
          {packages && Object.keys(packages).length > 0 && <Packages packages={packages} />}
          {!run.environment && <Empty title="No environment"><p>The client sent nothing about the machine, the code or the packages. Cairn’s and W&amp;B’s clients do by themselves; others put it into <code>environment</code> when they start a run.</p></Empty>}
        </div>
      </div>
    </div>
  );
}
