import { useEffect, useRef, useState } from 'preact/hooks';
import { formatClock } from '../format/time';
import { useI18n } from '../i18n/i18n';
import { connection, useConnection } from '../live/connection';
import { useNow } from '../live/use-now';

/** A short interruption is not worth a banner. */
const PATIENCE_MS = 1_500;

/** The word beside the brand: live, connecting, disconnected. */
export function ConnectionPill() {
  const { t } = useI18n();
  const { phase } = useConnection();
  return (
    <span class={`pill pill-${phase}`} data-testid="connection" data-phase={phase}>
      <span class="pill-dot" aria-hidden="true" />
      {t(phase === 'reconnecting' ? 'connection.offline' : `connection.${phase}`)}
    </span>
  );
}

/** Says that the connection is lost, since when, and when it is tried again; said aloud as well. */
export function ConnectionBanner() {
  const { t, locale } = useI18n();
  const { phase, lastGood, retryAt } = useConnection();
  const lost = useLost(phase === 'reconnecting');
  const wasLost = useRef(false);
  if (lost) wasLost.current = true;
  const back = !lost && wasLost.current && phase === 'live';
  const words = Number.isNaN(lastGood)
    ? t('connection.offline')
    : t('connection.lost', { time: formatClock(lastGood, locale) });

  return (
    <>
      <p class="visually-hidden" role="status">
        {lost ? words : ''}
        {back ? t('connection.back') : ''}
      </p>
      {lost && (
        <div class="banner" data-testid="disconnected">
          <p>
            <strong>{words}</strong> <Countdown {...(retryAt === undefined ? {} : { retryAt })} />
          </p>
          <button type="button" onClick={() => connection.retryAll()}>
            {t('connection.retry')}
          </button>
        </div>
      )}
    </>
  );
}

function Countdown({ retryAt }: { retryAt?: number }) {
  const { t } = useI18n();
  const now = useNow(500);
  const seconds = retryAt === undefined ? 0 : Math.ceil((retryAt - now) / 1000);
  return <span>{seconds > 0 ? t('connection.retryIn', { seconds }) : t('connection.trying')}</span>;
}

function useLost(reconnecting: boolean): boolean {
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (!reconnecting) {
      setLost(false);
      return;
    }
    const timer = setTimeout(() => setLost(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [reconnecting]);
  return lost;
}
