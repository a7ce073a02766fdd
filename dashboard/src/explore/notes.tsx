import type { ComponentChildren } from 'preact';
import type { ApiError } from '../api/client';
import { formatAgo, formatClock, formatMoment } from '../format/time';
import { useI18n, useMessages } from '../i18n/i18n';
import { useNow } from '../live/use-now';
import { StaleIcon } from '../ui/icons';
import type { Trust } from './explore-completeness';
import type { ExploreData, ExploreSeries } from './explore-data';
import type { Compare } from './explore-route';
import { messages } from './messages';
import { problemKey } from './problem';
import { nameOf } from './series-table';

interface NotesProps {
  data: ExploreData;
  drawn: ExploreSeries[];
  /** Series that can be drawn: those that nobody has hidden. */
  visible: number;
  trust: Trust;
  compare: Compare;
  /** When the answer came. */
  at: number;
  error?: ApiError;
}

/** How far the picture can be relied on, and what is not in it. */
export function Notes({ data, drawn, visible, trust, compare, at, error }: NotesProps) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const now = useNow(5_000);
  const moment = (time: number) => formatMoment(time, locale, data.window === '24h');
  const { openFrom, completeTo, watermark, late, quietSince } = trust;
  const first = drawn[0];
  return (
    <div class="notes" data-testid="notes">
      {error && (
        <Warning id="not-refreshed">
          {t('stale', { time: formatClock(at, locale) })} {t(problemKey(error.reason))}
          {': '}
          {error.message}
        </Warning>
      )}
      {late && (
        <Warning id="incomplete">
          {t('behind', {
            time: formatMoment(watermark, locale),
            ago: formatAgo(watermark, now, locale),
          })}
        </Warning>
      )}
      {!Number.isNaN(quietSince) && (
        <Warning id="quiet">
          {t('quiet', { time: moment(quietSince), ago: formatAgo(quietSince, now, locale) })}
        </Warning>
      )}
      {!late && (
        <p class="note" data-testid="complete">
          {!Number.isNaN(openFrom) && <span class="key-provisional" aria-hidden="true" />}
          {Number.isNaN(watermark) ? t('noWatermark') : t('complete', { time: moment(completeTo) })}{' '}
          {!Number.isNaN(openFrom) && t('provisional')}
        </p>
      )}
      {data.bands && visible > 1 && first && (
        <p class="note" data-testid="one-band">
          {t('bands.one', { series: nameOf(first, data, t) })}
        </p>
      )}
      {!data.bands && drawn.length < visible && drawn.length > 1 && (
        <p class="note" data-testid="not-drawn">
          {t('notDrawn', { drawn: drawn.length, total: visible })}
        </p>
      )}
      {compare !== 'none' && data.compared && (
        <p class="note">{t('faint', { when: t(`compare.${compare}`) })}</p>
      )}
    </div>
  );
}

function Warning({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <p class="note note-warn" role="status" data-testid={id}>
      <StaleIcon />
      <span>{children}</span>
    </p>
  );
}
