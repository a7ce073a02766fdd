import { formatCount } from '../format/numbers';
import { formatMoment } from '../format/time';
import { useI18n, useMessages } from '../i18n/i18n';
import { ArrowIcon } from '../ui/icons';
import type { Aggregate } from './aggregates';
import { type Choice, colorOf, ranked } from './drawn-lines';
import type { Column, ExploreData, ExploreSeries } from './explore-data';
import { messages } from './messages';

/** Rows: more are read by nobody; filters and merging narrow them down. */
const MOST_ROWS = 200;

interface SeriesTableProps {
  data: ExploreData;
  /** The window whose values are shown. */
  row: number;
  /** Whether the row is the cursor's, not the newest. */
  pointed: boolean;
  drawn: ExploreSeries[];
  choice: Choice;
  sort: Aggregate | undefined;
  format: (value: number | null, aggregate: Aggregate) => string;
  onChoose: (choice: Choice) => void;
  onSort: (sort: Aggregate | undefined) => void;
}

/** Which line is which series, its values at the cursor, and ways to see it alone or not at all. */
export function SeriesTable(props: SeriesTableProps) {
  const { data, row, pointed, drawn, choice, sort, format, onChoose, onSort } = props;
  const { locale } = useI18n();
  const t = useMessages(messages);
  const { only, hidden } = choice;
  const rows = ranked(data.series, sort).slice(0, MOST_ROWS);
  const time = formatMoment(data.starts[row] ?? 0, locale, data.window === '24h');
  const shown = new Set(drawn.map(({ key }) => key));

  const chosen = only.length > 0;
  const alone = (key: string) =>
    onChoose({ only: only.length === 1 && only[0] === key ? [] : [key], hidden });
  const draw = (key: string, checked: boolean) =>
    onChoose(
      chosen
        ? { only: toggled(only, key, checked), hidden }
        : { only, hidden: toggled(hidden, key, !checked) },
    );
  const heading = (aggregate?: Aggregate) => {
    const active = sort === aggregate;
    return (
      <th
        key={aggregate ?? ''}
        scope="col"
        aria-sort={active ? (aggregate ? 'descending' : 'ascending') : 'none'}
      >
        <button
          type="button"
          title={t('table.sort', { column: aggregate ?? t('table.series') })}
          onClick={() => onSort(aggregate)}
        >
          {aggregate ?? t('table.series')}
          {active && <ArrowIcon up={!aggregate} />}
        </button>
      </th>
    );
  };

  return (
    <section class="series-table" data-testid="series-table">
      <div class="series-head">
        <p>{row < 0 ? '' : t(pointed ? 'table.at' : 'table.newest', { time })}</p>
        {(chosen || hidden.length > 0) && (
          <button type="button" onClick={() => onChoose({ only: [], hidden: [] })}>
            {t('table.all')}
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled with the arrow keys */}
      <section class="table-scroll" tabIndex={0} aria-label={t('table.series')}>
        <table>
          <thead>
            <tr>
              {heading()}
              {data.aggregates.map(heading)}
              {data.compared && <th scope="col">{t('table.before')}</th>}
              {data.compared && <th scope="col">{t('table.change')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((series) => (
              <tr key={series.key} class={shown.has(series.key) ? '' : 'row-off'}>
                <th scope="row">
                  <span class="series-cell">
                    <input
                      type="checkbox"
                      checked={shown.has(series.key)}
                      aria-label={t('table.hide', { series: nameOf(series, data, t) })}
                      onChange={(event) => draw(series.key, event.currentTarget.checked)}
                    />
                    <span
                      class={`swatch ${shown.has(series.key) ? `swatch-${colorOf(data, series.key) + 1}` : 'swatch-none'}`}
                      aria-hidden="true"
                    />
                    <button
                      type="button"
                      class="series-only"
                      aria-pressed={only.length === 1 && only[0] === series.key}
                      title={t('table.only', { series: nameOf(series, data, t) })}
                      onClick={() => alone(series.key)}
                    >
                      {nameOf(series, data, t)}
                    </button>
                  </span>
                </th>
                {data.aggregates.map((aggregate) => (
                  <td key={aggregate}>{format(at(series.values[aggregate], row), aggregate)}</td>
                ))}
                {data.compared && (
                  <Compared series={series} data={data} row={row} format={format} />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {data.series.length > MOST_ROWS && (
        <p class="note">
          {t('notListed', { count: formatCount(data.series.length - MOST_ROWS, locale) })}
        </p>
      )}
    </section>
  );
}

type ComparedProps = Pick<SeriesTableProps, 'data' | 'row' | 'format'> & { series: ExploreSeries };

/** The first value of the other time, and by how much it has changed since. */
function Compared({ series, data, row, format }: ComparedProps) {
  const { locale } = useI18n();
  const first = data.aggregates[0] ?? 'avg';
  const before = at(series.before?.[first], row);
  return (
    <>
      <td>{format(before, first)}</td>
      <td>{formatChange(at(series.values[first], row), before, locale)}</td>
    </>
  );
}

/** "+12%"; nothing where there is nothing to compare, or to divide by. */
export function formatChange(now: number | null, before: number | null, locale: string): string {
  if (now === null || before === null || before === 0) return '–';
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  }).format((now - before) / Math.abs(before));
}

/** A series of an empty name is all of them merged, or the one without the labels that others have. */
export function nameOf(
  { name }: Pick<ExploreSeries, 'name'>,
  { series }: Pick<ExploreData, 'series'>,
  t: (key: 'table.merged' | 'table.unnamed') => string,
): string {
  if (name) return name;
  return t(series.length === 1 ? 'table.merged' : 'table.unnamed');
}

function toggled(keys: string[], key: string, wanted: boolean): string[] {
  return wanted ? [...keys, key] : keys.filter((each) => each !== key);
}

function at(column: Column | undefined, row: number): number | null {
  return column?.[row] ?? null;
}
