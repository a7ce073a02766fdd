import { useCallback } from 'preact/hooks';
import { fetchEvents, type Rule } from '../api/health';
import { formatClock, formatMoment, parseTime } from '../format/time';
import { useI18n } from '../i18n/i18n';
import { useAsked } from '../live/use-asked';
import { findingInWords } from '../rules/rule-words';
import { StateBadge } from '../ui/state-badge';

const POLL_MS = 10_000;
const MOST = 20;

/** How a server's state has changed, the newest first. */
export function EventsPanel({ server, rules }: { server: string; rules: Rule[] }) {
  const i18n = useI18n();
  const { t, locale } = i18n;
  const ask = useCallback((signal: AbortSignal) => fetchEvents(server, MOST, signal), [server]);
  const { value: events, error } = useAsked(`events/${server}`, ask, POLL_MS);
  return (
    <section class="card panel events" aria-labelledby="events-heading" data-testid="events">
      <h2 id="events-heading">{t('events.heading')}</h2>
      {error && (
        <p class="note note-warn" role="status">
          {t('error.load', { problem: error.message })}
        </p>
      )}
      {!events && !error && <p class="muted">{t('history.loading')}</p>}
      {events?.length === 0 && <p class="muted">{t('events.none')}</p>}
      {events && events.length > 0 && (
        <ol class="event-list">
          {events.map((event) => {
            const time = parseTime(event.time);
            return (
              <li key={event.id}>
                <time dateTime={event.time} title={formatClock(time, locale)}>
                  {formatMoment(time, locale)}
                </time>
                <span class="event-states">
                  <StateBadge state={event.from} />
                  <span aria-hidden="true">→</span>
                  <span class="visually-hidden">{t('events.to')}</span>
                  <StateBadge state={event.to} />
                </span>
                <span class="muted">
                  {event.findings.map((finding) => findingInWords(finding, rules, i18n)).join('; ')}
                </span>
              </li>
            );
          })}
        </ol>
      )}
      {events?.length === MOST && <p class="muted">{t('events.more', { count: MOST })}</p>}
    </section>
  );
}
