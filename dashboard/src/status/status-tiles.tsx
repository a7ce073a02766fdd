import type { PipelineStatus } from '../api/types';
import { Sparkline } from '../charts/sparkline';
import { formatCount, formatValue } from '../format/numbers';
import { formatClock, parseTime } from '../format/time';
import { useI18n, useMessages } from '../i18n/i18n';
import { messages, type StatusKey } from './messages';
import { mostLag, SLOTS, statusHistory } from './status-history';

/** The five figures that say whether all is well. */
export function Tiles({ status }: { status: PipelineStatus }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const count = (value: number | null | undefined) =>
    value === null || value === undefined ? t('unknown') : formatCount(value, locale);
  const seconds = (value: number | null) =>
    value === null ? t('unknown') : formatValue(Math.max(0, value), 'seconds', locale);
  const watermark = parseTime(status.watermark);
  const behind = Math.max(0, parseTime(status.time) - watermark) / 1000;
  return (
    <dl class="status-tiles">
      <Tile
        label={t('rate')}
        value={formatRate(status.samplesPerSecond, locale, t('unknown'))}
        line="rate"
      />
      <Tile
        label={t('freshness')}
        hint={t('freshness.hint')}
        value={seconds(status.freshness)}
        line="freshness"
      />
      <Tile label={t('lag')} hint={t('lag.hint')} value={count(mostLag(status))} line="lag" />
      <Tile
        label={t('watermark')}
        hint={t('watermark.hint')}
        value={Number.isNaN(watermark) ? t('unknown') : formatClock(watermark, locale)}
        more={
          Number.isNaN(watermark) ? '' : t('ago', { time: formatValue(behind, 'seconds', locale) })
        }
      />
      <Tile
        label={t('series')}
        value={count(status.live?.series)}
        line="series"
        more={subscribers(status, t, locale)}
      />
    </dl>
  );
}

/** How many subscribe; nothing where that is not known. */
export function subscribers(
  { live }: PipelineStatus,
  t: (key: StatusKey, values: { count: string }) => string,
  locale: string,
): string {
  if (!live) return '';
  return t('subscribers', { count: formatCount(live.subscribers, locale) });
}

interface TileProps {
  label: string;
  hint?: string;
  value: string;
  more?: string;
  /** Which of the history's lines. */
  line?: string;
}

function Tile({ label, hint, value, more, line }: TileProps) {
  return (
    <div class="tile card" {...(hint ? { title: hint } : {})}>
      <dt>{label}</dt>
      <dd>
        <span class="tile-value">{value}</span>
        {line && <Sparkline values={statusHistory.of(line)} top={0} slots={SLOTS} />}
        {more && <span class="tile-more">{more}</span>}
      </dd>
    </div>
  );
}

/** Of a rate one digit after the point while it is small. */
export function formatRate(value: number | null, locale: string, unknown: string): string {
  if (value === null) return unknown;
  return new Intl.NumberFormat(locale, {
    maximumFractionDigits: Math.abs(value) < 100 ? 1 : 0,
  }).format(value);
}
