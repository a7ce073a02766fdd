import type { PipelineStatus } from '../api/types';
import { formatCount, formatValue } from '../format/numbers';
import { formatAgo, formatMoment, parseTime } from '../format/time';
import { useI18n, useMessages } from '../i18n/i18n';
import { GoneIcon, HealthyIcon, StaleIcon } from '../ui/icons';
import { messages } from './messages';
import { hitShare } from './status-history';

const STORE_ICONS = { up: HealthyIcon, recovering: StaleIcon, down: GoneIcon };
const STORE_CLASSES = { up: 'badge-healthy', recovering: 'badge-stale', down: 'status-degraded' };

export function Stores({ status }: { status: PipelineStatus }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  return (
    <section class="card panel" aria-labelledby="stores-heading" data-testid="stores">
      <h2 id="stores-heading">{t('stores')}</h2>
      <ul class="facts">
        {status.stores.map(({ name, state, since }) => {
          const StoreIcon = STORE_ICONS[state] ?? StaleIcon;
          return (
            <li key={name}>
              <span>{name}</span>
              <span class="fact-value">
                <span class={`badge ${STORE_CLASSES[state] ?? 'badge-stale'}`}>
                  <StoreIcon />
                  {t(`store.${state}`)}
                </span>
                {since && (
                  <span class="tags">
                    {t('since', { time: formatMoment(parseTime(since), locale) })}
                  </span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function Caches({ status }: { status: PipelineStatus }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  return (
    <section class="card panel" aria-labelledby="caches-heading" data-testid="caches">
      <h2 id="caches-heading">{t('caches')}</h2>
      <ul class="facts">
        {status.caches.map((cache) => {
          const share = hitShare(cache);
          return (
            <li key={cache.name}>
              <span>
                {cache.name}
                {cache.entries !== null && (
                  <span class="tags">
                    {t('entries', { count: formatCount(cache.entries, locale) })}
                  </span>
                )}
              </span>
              <span class="fact-value">
                {Number.isNaN(share) ? (
                  <span class="muted">{t('cache.unused')}</span>
                ) : (
                  <>
                    <b>{formatValue(share, 'ratio', locale)}</b>
                    <span class="tags">
                      {t('hits')}: {formatCount(cache.hits, locale)} /{' '}
                      {formatCount(cache.hits + cache.misses, locale)}
                    </span>
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What was finally refused of this tenant's samples, by reason. */
export function Rejects({ status }: { status: PipelineStatus }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const { rejects } = status;
  const since = rejects ? formatMoment(parseTime(rejects.since), locale) : '';
  const now = parseTime(status.time);
  return (
    <section class="card panel" aria-labelledby="rejects-heading" data-testid="rejects">
      <h2 id="rejects-heading">{t('rejects')}</h2>
      {!rejects ? (
        <p class="muted">{t('unknown')}</p>
      ) : rejects.total === 0 ? (
        <p class="muted">{t('rejects.none', { time: since })}</p>
      ) : (
        <>
          <p class="muted">
            {t('rejects.since', { total: formatCount(rejects.total, locale), time: since })}
          </p>
          <ul class="facts">
            {rejects.reasons.map(({ reason, count, last }) => (
              <li key={reason}>
                <code>{reason}</code>
                <span class="fact-value">
                  <b>{formatCount(count, locale)}</b>
                  <span class="tags">
                    {t('last')} {formatAgo(parseTime(last), now, locale)}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
