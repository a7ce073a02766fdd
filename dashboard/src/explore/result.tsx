import { useMemo, useState } from 'preact/hooks';
import { formatMoment, parseTime } from '../format/time';
import type { Unit } from '../format/units';
import { useI18n, useMessages } from '../i18n/i18n';
import { RANGE_MS, WINDOW_MS } from '../route/route';
import { type Aggregate, formatAggregate } from './aggregates';
import { drawnSeries, linesOf, visibleSeries } from './drawn-lines';
import { ExploreChart } from './explore-chart';
import { trustOf } from './explore-completeness';
import { newestRow, toData } from './explore-data';
import type { ExploreAnswer } from './explore-query';
import { type ExploreState, goTo, type Span } from './explore-route';
import { messages } from './messages';
import { Notes } from './notes';
import { Problem } from './problem';
import { nameOf, SeriesTable } from './series-table';
import { Share } from './share';
import { useExplore } from './use-explore';

interface ResultProps {
  state: ExploreState;
  aggregates: Aggregate[];
  unit: Unit;
  /** When the metric was last seen, of the series in the catalogue; absent while that is not known. */
  lastSeen?: number;
  onState: (state: ExploreState) => void;
}

/** The chart of what is asked for, how good it is, and its figures. */
export function Result({ state, aggregates, unit, lastSeen, onState }: ResultProps) {
  const t = useMessages(messages);
  const { shown, busy, error } = useExplore(state, aggregates);
  const empty = shown && !shown.answer.series.some(({ points }) => points.length > 0);
  return (
    <section
      class="card panel"
      aria-label={state.metric}
      aria-busy={busy}
      data-testid="explore-panel"
    >
      <Share state={state} aggregates={aggregates} {...(shown ? { query: shown.query } : {})} />
      {error && !shown ? (
        <Problem error={error} />
      ) : !shown ? (
        <p class="chart-empty">{t('loading')}</p>
      ) : empty && !shown.before?.series.length ? (
        <Empty state={state} onState={onState} {...(lastSeen === undefined ? {} : { lastSeen })} />
      ) : (
        <Picture
          state={state}
          shown={shown}
          busy={busy}
          unit={unit}
          onState={onState}
          {...(error ? { error } : {})}
        />
      )}
    </section>
  );
}

interface PictureProps extends Pick<ResultProps, 'state' | 'unit' | 'onState'> {
  shown: ExploreAnswer;
  busy: boolean;
  error?: NonNullable<ReturnType<typeof useExplore>['error']>;
}

function Picture({ state, shown, busy, unit, error, onState }: PictureProps) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const [row, setRow] = useState(-1);
  const { query, compare } = shown;
  const choice = `${state.only.join()}/${state.hidden.join()}`;
  const data = useMemo(() => toData(shown), [shown]);
  const trust = useMemo(() => trustOf(query, shown.answer, shown.at), [shown]);
  const drawn = useMemo(() => drawnSeries(data, state), [data, choice]);
  const lines = useMemo(() => linesOf(data, state), [data, choice]);
  const newest = useMemo(() => newestRow(data), [data]);
  const visible = useMemo(() => visibleSeries(data, state).length, [data, choice]);
  const format = (value: number | null, aggregate: Aggregate) =>
    formatAggregate(value, aggregate, unit, locale);
  const moment = (time: number) => formatMoment(time, locale, data.window === '24h');

  // The same element as long as nothing in it changes: the cursor moves without drawing the chart again.
  const chart = useMemo(
    () => (
      <ExploreChart
        data={data}
        lines={lines}
        openFrom={trust.openFrom}
        format={format}
        onRow={setRow}
        onSelect={(span: Span) => onState({ ...state, span })}
        label={`${t('chart', {
          metric: query.metric,
          window: query.window,
          count: drawn.length,
          from: moment(query.from),
          to: moment(query.to),
        })}. ${t('chart.keys')}`}
      />
    ),
    [data, lines, locale, unit, state],
  );
  const pointed = row >= 0 && row < data.starts.length;
  const at = pointed ? row : newest;
  const first = drawn[0];

  return (
    <div class={busy ? 'picture picture-busy' : 'picture'}>
      <p class="readout" aria-live={pointed ? 'polite' : 'off'}>
        <time>{at < 0 ? '–' : moment(data.starts[at] ?? 0)}</time>
        {first &&
          data.aggregates.map((aggregate) => (
            <span key={aggregate} class="key">
              {aggregate} <b>{format(first.values[aggregate]?.[at] ?? null, aggregate)}</b>
            </span>
          ))}
        {first && data.series.length > 1 && <span class="muted">{nameOf(first, data, t)}</span>}
        <span class="hint muted">{t('chart.zoom')}</span>
      </p>
      {chart}
      <Notes
        data={data}
        drawn={drawn}
        visible={visible}
        trust={trust}
        compare={compare}
        at={shown.at}
        {...(error ? { error } : {})}
      />
      <SeriesTable
        data={data}
        row={at}
        pointed={pointed}
        drawn={drawn}
        choice={state}
        sort={state.sort}
        format={format}
        onChoose={(next) => goTo({ ...state, ...next }, true)}
        onSort={(sort) => {
          const { sort: _, ...rest } = state;
          goTo(sort ? { ...rest, sort } : rest, true);
        }}
      />
    </div>
  );
}

type EmptyProps = Pick<ResultProps, 'state' | 'lastSeen' | 'onState'>;

/** Nothing to draw: where the metric's newest samples are, or which filter is in the way. */
function Empty({ state, lastSeen, onState }: EmptyProps) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const known = lastSeen !== undefined && Number.isFinite(lastSeen);
  const showLast = () => {
    const length = WINDOW_MS[state.window];
    const to = Math.floor((lastSeen ?? 0) / length) * length + length;
    onState({ ...state, span: { from: to - RANGE_MS[state.range], to } });
  };
  return (
    <div class="chart-empty" data-testid="nothing">
      <p>{t(lastSeen !== undefined && !known ? 'unknown' : 'empty')}</p>
      {state.match.length > 0 && (
        <>
          <p>{t('empty.filter')}</p>
          <button type="button" onClick={() => onState({ ...state, match: [] })}>
            {t('empty.clear')}
          </button>
        </>
      )}
      {known && state.match.length === 0 && (
        <>
          <p>{t('empty.lastSeen', { time: formatMoment(lastSeen, locale) })}</p>
          <button type="button" onClick={showLast}>
            {t('empty.show')}
          </button>
        </>
      )}
    </div>
  );
}

/** When any of the series was last seen, ms since the epoch; -Infinity where there is none. */
export function lastSeenOf(series: { lastSeen?: string }[]): number {
  return Math.max(
    Number.NEGATIVE_INFINITY,
    ...series.map(({ lastSeen }) => parseTime(lastSeen)).filter((time) => !Number.isNaN(time)),
  );
}
