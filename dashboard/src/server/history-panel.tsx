import { useState } from 'preact/hooks';
import type { MetricKind, WindowValues } from '../api/types';
import { HistoryChart } from '../charts/history-chart';
import { formatCount, formatValue } from '../format/numbers';
import { formatAgo, formatMoment } from '../format/time';
import { isRate, type Unit } from '../format/units';
import { type Columns, type Summary, summarise, toColumns, withLive } from '../history/columns';
import { type Completeness, completenessOf } from '../history/completeness';
import type { Scope } from '../history/scope';
import { useHistory } from '../history/use-history';
import { useI18n } from '../i18n/i18n';
import { useNow } from '../live/use-now';
import { navigate } from '../route/navigate';
import { RANGES, type Route, suitableRange, WINDOWS } from '../route/route';
import { StaleIcon } from '../ui/icons';
import { Segmented } from '../ui/segmented';
import { HistoryTable } from './history-table';

interface HistoryPanelProps {
  route: Route;
  metric: string;
  kind: MetricKind;
  unit: Unit;
  /** Whether all there is to know of the metric's series has been loaded. */
  known: boolean;
  seriesCount: number;
  scope?: Scope;
  /** Open windows of the one series that is shown, newer than any answer. */
  live: WindowValues[];
}

/** Rollups of the metric by window, how complete they are, and their figures. */
export function HistoryPanel(props: HistoryPanelProps) {
  const { route, metric, kind, unit, known, seriesCount, scope, live } = props;
  const { t, locale } = useI18n();
  const now = useNow(5_000);
  const { window, range } = route;
  const history = useHistory(metric, window, range, scope);
  const [row, setRow] = useState(-1);

  const rate = isRate(kind);
  const format = (value: number | null) => formatValue(value, unit, locale, rate);
  const points = withLive(history.answer?.series[0]?.points ?? [], live);
  const columns = toColumns(points, window, history.from, history.to, kind);
  const completeness = completenessOf(points, history.answer?.watermark, window, now);
  const empty = !columns.count.some((count) => count > 0);
  const averages = columns.avg.filter((value): value is number => value !== null);
  const label = t('history.chart', {
    metric,
    window,
    min: format(averages.length > 0 ? Math.min(...averages) : null),
    max: format(averages.length > 0 ? Math.max(...averages) : null),
  });

  return (
    <section class="card panel" aria-labelledby="history-heading" data-testid="history-panel">
      <header class="panel-head">
        <div>
          <h2 id="history-heading">{t('history.heading')}</h2>
          {scope?.merged && <p class="muted">{t('history.merged', { count: seriesCount })}</p>}
        </div>
        <div class="controls">
          <Segmented
            label={t('history.window')}
            name="window"
            options={WINDOWS}
            value={window}
            onChoose={(next) =>
              navigate({ ...route, window: next, range: suitableRange(next, range) }, true)
            }
          />
          <Segmented
            label={t('history.range')}
            name="range"
            options={RANGES[window]}
            value={range}
            onChoose={(next) => navigate({ ...route, range: next }, true)}
          />
        </div>
      </header>
      {history.status === 'failed' ? (
        <div class="chart-empty" role="alert">
          <p>{t('history.error', { problem: history.error ?? '' })}</p>
          <button type="button" onClick={history.reload}>
            {t('history.retry')}
          </button>
        </div>
      ) : empty ? (
        <p class="chart-empty">
          {t(
            history.status === 'loading' && !(known && !scope)
              ? 'history.loading'
              : 'history.empty',
          )}
        </p>
      ) : (
        <>
          <Readout columns={columns} row={row} window={window} rate={rate} format={format} />
          <HistoryChart
            columns={columns}
            window={window}
            counter={kind === 'counter'}
            finalTo={completeness.finalTo || history.from}
            label={label}
            format={format}
            onRow={setRow}
          />
          <CompletenessNote completeness={completeness} />
          <SummaryList
            summary={summarise(points, history.from, history.to)}
            rate={rate}
            format={(value) => formatValue(value, unit, locale)}
          />
          <HistoryTable columns={columns} window={window} counter={rate} format={format} />
        </>
      )}
    </section>
  );
}

interface ReadoutProps {
  columns: Columns;
  row: number;
  window: Route['window'];
  rate: boolean;
  format: (value: number | null) => string;
}

/** The legend, with the values of the window that is pointed at, or else of the newest. */
function Readout({ columns, row, window, rate, format }: ReadoutProps) {
  const { t, locale } = useI18n();
  const newest = columns.count.findLastIndex((count) => count > 0);
  const at = row >= 0 && row < columns.starts.length ? row : newest;
  const value = (column: (number | null)[]) => format(column[at] ?? null);
  return (
    <p class="readout" aria-live={row >= 0 ? 'polite' : 'off'}>
      <time>{formatMoment(columns.starts[at] ?? 0, locale, window === '24h')}</time>
      <span class="key key-avg">
        {t(rate ? 'history.rate' : 'history.avg')} <b>{value(columns.avg)}</b>
      </span>
      {!rate && (
        <>
          <span class="key key-band">
            {t('history.band')}{' '}
            <b>
              {value(columns.min)} – {value(columns.max)}
            </b>
          </span>
          <span class="key key-p95">
            {t('history.p95')} <b>{value(columns.p95)}</b>
          </span>
        </>
      )}
      <span class="key">
        {t('history.samples')} <b>{formatCount(columns.count[at], locale)}</b>
      </span>
    </p>
  );
}

function CompletenessNote({ completeness }: { completeness: Completeness }) {
  const { t, locale } = useI18n();
  const now = useNow(5_000);
  const { finalTo, watermark, late } = completeness;
  if (late) {
    return (
      <p class="note note-warn" role="status" data-testid="incomplete">
        <StaleIcon />
        {t('history.behind', {
          time: formatMoment(watermark, locale),
          ago: formatAgo(watermark, now, locale),
        })}
      </p>
    );
  }
  return (
    <p class="note" data-testid="complete">
      <span class="key-provisional" aria-hidden="true" />
      {Number.isNaN(finalTo)
        ? t(Number.isNaN(watermark) ? 'history.noWatermark' : 'history.noneFinal')
        : t('history.complete', { time: formatMoment(finalTo, locale) })}{' '}
      {t('history.provisional')}
    </p>
  );
}

interface SummaryListProps {
  summary: Summary;
  rate: boolean;
  format: (value: number | null) => string;
}

function SummaryList({ summary, rate, format }: SummaryListProps) {
  const { t, locale } = useI18n();
  const all: [label: string, value: string][] = rate
    ? [[t('summary.increase'), format(summary.increase)]]
    : [
        [t('summary.min'), format(summary.min)],
        [t('summary.avg'), format(summary.avg)],
        [t('summary.p95'), format(summary.p95)],
        [t('summary.max'), format(summary.max)],
      ];
  all.push([t('summary.count'), formatCount(summary.count, locale)]);
  return (
    <dl class="summary">
      {all.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
