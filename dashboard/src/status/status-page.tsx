import { useEffect, useRef } from 'preact/hooks';
import { fetchStatus } from '../api/client';
import type { PipelineStatus } from '../api/types';
import { formatClock, parseTime } from '../format/time';
import { useI18n, useMessages } from '../i18n/i18n';
import { usePoll } from '../live/use-poll';
import { hasNavigated } from '../route/navigate';
import { GoneIcon, HealthyIcon, StaleIcon } from '../ui/icons';
import { messages } from './messages';
import { reasonWords } from './reason-words';
import { Caches, Rejects, Stores } from './status-cards';
import { statusHistory } from './status-history';
import { Consumers, Topics } from './status-tables';
import { Tiles } from './status-tiles';
import '../style/controls.css';
import '../style/status.css';

const POLL_MS = 2_000;
const ICONS = { ok: HealthyIcon, behind: StaleIcon, degraded: GoneIcon };

/** How the pipeline is: rates, lag, stores, and what was refused. */
export function StatusPage() {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const { value: status, error } = usePoll('status', askStatus, POLL_MS);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <section class="status" aria-labelledby="status-heading" data-testid="status">
      <div class="status-head">
        <h1 id="status-heading" ref={heading} tabIndex={-1}>
          {t('heading')}
        </h1>
        {status && <State status={status} />}
      </div>
      {error && status && (
        <p class="note note-warn" role="status" data-testid="not-refreshed">
          <StaleIcon />
          {t('stale', {
            time: formatClock(parseTime(status.time), locale),
            problem: error.message,
          })}
        </p>
      )}
      {!status && (
        <p class="card nothing" {...(error ? { role: 'alert' as const } : { 'aria-busy': true })}>
          {error ? t('missing', { problem: error.message }) : t('loading')}
        </p>
      )}
      {status && (
        <>
          {status.live?.series === 0 && status.freshness === null && <NothingYet />}
          <Tiles status={status} />
          <Consumers status={status} />
          <div class="status-cards">
            <Stores status={status} />
            <Caches status={status} />
            <Rejects status={status} />
          </div>
          <Topics status={status} />
        </>
      )}
    </section>
  );
}

async function askStatus(signal: AbortSignal): Promise<PipelineStatus> {
  const status = await fetchStatus(signal);
  statusHistory.record(status);
  return status;
}

/** The state as a shape, words and a colour, and why it is not well. */
function State({ status }: { status: PipelineStatus }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const StateIcon = ICONS[status.state] ?? StaleIcon;
  return (
    <>
      <p class={`badge status-${status.state}`} role="status" data-testid="state">
        <StateIcon />
        {t(`state.${status.state}`)}
      </p>
      <p class="muted">{t('asOf', { time: formatClock(parseTime(status.time), locale) })}</p>
      {status.reasons.length > 0 && (
        <ul class="status-reasons">
          {status.reasons.map((reason) => (
            <li key={reason.text}>{reasonWords(reason, t, locale)}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function NothingYet() {
  const t = useMessages(messages);
  return (
    <p class="note">
      {t('empty')}{' '}
      <a data-page href="./">
        {t('empty.how')}
      </a>
    </p>
  );
}
