import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { fileUrl } from '../api/http';
import type { Json } from '../api/types';
import { formatNumber } from '../charts/ticks';
import { numeric } from '../runs/values';
import { Button, Field } from '../ui/controls';
import { Icon } from '../ui/icons';
import css from './media.module.css';
import { filterRows, sortRows, type TableData } from './tableRows';

const ROW = 28;
const MEDIA_ROW = 52;

interface MediaCell { kind: string; file: string; caption?: string }

/** What a cell shows of a run's media, in both protocols' forms; undefined for any other value. */
function mediaOf(value: Json | undefined): MediaCell | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const type = typeof value._type === 'string' ? value._type : value.type;
  const file = typeof value.path === 'string' ? value.path : value.file;
  return typeof type === 'string' && typeof file === 'string' ? { kind: type.replace(/-file$/, ''), file, caption: typeof value.caption === 'string' ? value.caption : undefined } : undefined;
}

function Cell({ fileOf, value }: { fileOf: (path: string) => string; value: Json | undefined }) {
  const media = mediaOf(value);
  if (media) {
    const url = fileOf(media.file);
    if (media.kind === 'image') return <a href={url} target="_blank" rel="noreferrer"><img src={url} alt={media.caption ?? media.file} title={media.caption ?? media.file} loading="lazy" className={css.cellImage} /></a>;
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- runs log recordings, not captioned films
    if (media.kind === 'audio') return <audio controls preload="none" src={url} className={css.cellAudio} />;
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- as above
    if (media.kind === 'video') return <video controls preload="none" src={url} className={css.cellImage} />;
    return <a href={url} download title={media.file}>{media.kind}</a>;
  }
  const number = numeric(value);
  if (number !== undefined) return <>{formatNumber(number)}</>;
  return <>{value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)}</>;
}

const csvCell = (value: Json | undefined) => {
  const text = value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * A table of any length: sorted by a click on a column, filtered by words or comparisons; only the rows on the screen exist.
 * Files of its cells are the run's, unless `fileOf` tells their addresses.
 */
export function DataTable({ run, table, name, tall, fileOf }: { run: number; table: TableData; name: string; tall?: boolean; fileOf?: (path: string) => string }) {
  const address = fileOf ?? ((path: string) => fileUrl(run, path));
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<{ at: number; down: boolean } | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { columns, rows } = table;
  const numbers = useMemo(() => columns.map((_, at) => rows.length > 0 && rows.slice(0, 200).every((row) => row[at] === null || typeof row[at] === 'number')), [columns, rows]);
  const height = useMemo(() => (rows.slice(0, 50).some((row) => row.some((cell) => mediaOf(cell))) ? MEDIA_ROW : ROW), [rows]);
  const places = useMemo(() => {
    const left = filterRows(table, filter);
    return sort ? sortRows(rows, left, sort.at, sort.down) : left;
  }, [table, rows, filter, sort]);
  const virtual = useVirtualizer({ count: places.length, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12 });
  const items = virtual.getVirtualItems();
  const [before, after] = [items[0]?.start ?? 0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0)];
  const save = () => {
    const text = [columns.map(csvCell).join(','), ...places.map((i) => columns.map((_, at) => csvCell(rows[i]![at])).join(','))].join('\r\n');
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    Object.assign(document.createElement('a'), { href: url, download: `${name.replaceAll('/', '-')}.csv` }).click();
    URL.revokeObjectURL(url);
  };
  return (
    <div className={css.dataTable} data-tall={tall}>
      {(rows.length > 6 || tall) && (
        <div className={css.tableBar}>
          <Field icon="filter" value={filter} label={`Filter ${name}`} placeholder={`Words, or ${numbers.indexOf(true) >= 0 ? `${/\s/.test(columns[numbers.indexOf(true)]!) ? `"${columns[numbers.indexOf(true)]}"` : columns[numbers.indexOf(true)]} > 0.5` : `${columns[0] ?? 'column'} = cat`}`} wait={150} onChange={setFilter} className={css.tableFilter} />
          <span className="muted" role="status">{places.length === rows.length ? rows.length.toLocaleString('en') : `${places.length.toLocaleString('en')} of ${rows.length.toLocaleString('en')}`} rows</span>
          <span className="grow" />
          <Button small kind="ghost" icon="download" onClick={save}>CSV</Button>
        </div>
      )}
      <div className={css.tableScroll} ref={scroller}>
        <table className={css.table} aria-rowcount={rows.length}>
          <thead>
            <tr>{columns.map((column, at) => (
              <th key={`${column} ${at}`} className={numbers[at] ? 'num' : undefined} aria-sort={sort?.at === at ? (sort.down ? 'descending' : 'ascending') : undefined}>
                <button type="button" className={css.sorter} onClick={() => setSort(sort?.at === at ? (sort.down ? null : { at, down: true }) : { at, down: false })}>{column}{sort?.at === at && <Icon name={sort.down ? 'down' : 'up'} size={10} />}</button>
              </th>
            ))}</tr>
          </thead>
          <tbody>
            {before > 0 && <tr style={{ height: before }} aria-hidden="true" />}
            {items.map(({ index }) => {
              const row = rows[places[index]!]!;
              return <tr key={places[index]} aria-rowindex={places[index]! + 1} data-testid="data-row">{columns.map((column, at) => <td key={`${column} ${at}`} className={numbers[at] ? 'num' : undefined} style={{ height }} title={typeof row[at] === 'string' ? row[at] : undefined}><Cell fileOf={address} value={row[at]} /></td>)}</tr>;
            })}
            {after > 0 && <tr style={{ height: after }} aria-hidden="true" />}
          </tbody>
        </table>
        {places.length === 0 && <p className={css.none}>{rows.length === 0 ? 'The table has no rows.' : 'No row matches. Write words to look for, or comparisons such as score > 0.5 and label = cat.'}</p>}
      </div>
    </div>
  );
}
