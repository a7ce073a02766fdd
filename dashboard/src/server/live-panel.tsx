import type { MetricKind } from '../api/types';
import { LiveChart, type LiveLine } from '../charts/live-chart';
import { LINES, OTHERS } from '../charts/plot';
import { formatValue } from '../format/numbers';
import { formatAgo, formatClock } from '../format/time';
import { isRate, type Unit } from '../format/units';
import { distinguishing, type Scope } from '../history/scope';
import { useI18n } from '../i18n/i18n';
import { LIVE_SPAN_MS } from '../live/points';
import type { LiveEntry } from '../live/state';
import { useNow } from '../live/use-now';

/** Silence after which the panel says so. */
const QUIET_MS = 60_000;
/** The chart begins this wide and grows to its full span, so that it is never nearly empty. */
const SHORTEST_SPAN_MS = 60_000;
/** Lines that are drawn; the first of them have colours. */
const MOST_LINES = 100;

interface LivePanelProps {
  metric: string;
  entries: LiveEntry[];
  dropped: number;
  ready: boolean;
  kind: MetricKind;
  unit: Unit;
  scope?: Scope;
  onChoose: (series?: string) => void;
}

/** The last five minutes of a metric's series, and the value of each now. */
export function LivePanel(props: LivePanelProps) {
  const { metric, entries, dropped, ready, kind, unit, scope, onChoose } = props;
  const { t, locale } = useI18n();
  const wallClock = useNow();
  const alone = scope?.series && entries.find((each) => each.id === scope.series?.id);
  const shown = alone ? [alone] : entries.slice(0, MOST_LINES);
  const newest = Math.max(...shown.map((each) => each.time));
  const quiet = wallClock - newest;
  // Where the service's clock is ahead of this one, the chart goes by the samples.
  const now = Math.max(wallClock, Number.isFinite(newest) ? newest : 0);
  const format = (value: number | null) => formatValue(value, unit, locale, isRate(kind));
  const lines = shown.map(
    (entry, place): LiveLine => ({
      id: entry.id,
      times: entry.points.times,
      values: entry.points.values,
      color: alone ? Math.max(0, entries.indexOf(entry)) % LINES : colorOf(place),
    }),
  );
  // Those with colours over the others.
  lines.reverse();
  const begun = Math.min(...lines.map((line) => line.times[0] ?? now));
  const from = Math.max(now - LIVE_SPAN_MS, Math.min(begun, now - SHORTEST_SPAN_MS));
  const value = latestOf(shown[0]);
  const backdrop =
    kind === 'counter' || shown.length !== 1 ? [] : (shown[0]?.windows.get('5m') ?? []);

  return (
    <section class="card panel" aria-labelledby="live-heading" data-testid="live-panel">
      <header class="panel-head">
        <div>
          <h2 id="live-heading">{t('live.heading')}</h2>
          <p class="metric-name">
            {metric}
            <span class="kind">{kind}</span>
            {isRate(kind) && <span class="kind">{t('live.rate')}</span>}
          </p>
        </div>
        {shown.length === 1 && (
          <p class="now" data-testid="now">
            {format(value)}
          </p>
        )}
      </header>
      {lines.some((line) => line.times.length > 0) ? (
        <LiveChart
          lines={lines}
          from={from}
          to={now}
          format={format}
          backdrop={backdrop}
          label={t('live.chart', {
            metric,
            value: shown
              .slice(0, LINES)
              .map((each) => format(latestOf(each)))
              .join(', '),
          })}
        />
      ) : (
        <p class="chart-empty">{t(ready && entries.length === 0 ? 'live.none' : 'live.waiting')}</p>
      )}
      <p class="panel-foot">
        <span>{t('live.span', { minutes: Math.round((now - from) / 60_000) })}</span>
        {Number.isFinite(newest) && quiet <= QUIET_MS && (
          <time data-newest={new Date(newest).toISOString()}>
            {t('live.newest', { time: formatClock(newest, locale) })}
          </time>
        )}
        {Number.isFinite(newest) && quiet > QUIET_MS && (
          <span class="note-warn">
            {t('live.quiet', { ago: formatAgo(newest, wallClock, locale) })}
          </span>
        )}
      </p>
      {entries.length > 1 && (
        <SeriesList
          entries={entries}
          hidden={Math.max(0, entries.length - MOST_LINES) + dropped}
          format={format}
          onChoose={onChoose}
          {...(alone ? { chosen: alone.id } : {})}
        />
      )}
    </section>
  );
}

function colorOf(place: number): number {
  return place < LINES ? place : OTHERS;
}

function latestOf(entry: LiveEntry | undefined): number {
  if (!entry) return Number.NaN;
  return entry.kind === 'counter' ? entry.points.latest : entry.value;
}

interface SeriesListProps {
  entries: LiveEntry[];
  hidden: number;
  chosen?: string;
  format: (value: number) => string;
  onChoose: (series?: string) => void;
}

/** Which colour is which series, its value now, and a way to see one alone. */
function SeriesList({ entries, hidden, chosen, format, onChoose }: SeriesListProps) {
  const { t } = useI18n();
  const names = distinguishing(entries);
  return (
    <fieldset class="series-list">
      <legend class="visually-hidden">{t('live.series')}</legend>
      <button type="button" aria-pressed={!chosen} onClick={() => onChoose()}>
        {t('live.merged', { count: entries.length })}
      </button>
      {entries.slice(0, MOST_LINES).map((entry, index) => {
        const name = names.get(entry.id) || entry.metric;
        const drawn = !chosen || entry.id === chosen;
        const color = chosen ? index % LINES : colorOf(index);
        const swatch = color === OTHERS ? 'others' : color + 1;
        return (
          <button
            key={entry.id}
            type="button"
            aria-pressed={entry.id === chosen}
            title={t('live.only', { series: name })}
            onClick={() => onChoose(entry.id === chosen ? undefined : entry.id)}
          >
            <span class={`swatch swatch-${drawn ? swatch : 'none'}`} aria-hidden="true" />
            <span class="series-name">{name}</span>
            <span class="series-value">{format(latestOf(entry))}</span>
          </button>
        );
      })}
      {hidden > 0 && !chosen && <p class="muted">{t('live.more', { count: hidden })}</p>}
    </fieldset>
  );
}
