import { useCallback, useEffect, useRef } from 'preact/hooks';
import { fetchServer } from '../api/client';
import { toNumber } from '../api/numbers';
import type { ServerDetail } from '../api/types';
import { Sparkline } from '../charts/sparkline';
import { serverName } from '../fleet/fleet-model';
import { type Figure, TREND_SLOTS, trends } from '../fleet/trends';
import { formatCount, formatFigure } from '../format/numbers';
import { formatAgo, formatClock, parseTime } from '../format/time';
import { useI18n } from '../i18n/i18n';
import { useNow } from '../live/use-now';
import { usePoll } from '../live/use-poll';
import { hasNavigated, navigate } from '../route/navigate';
import type { Route } from '../route/route';
import { BackIcon, StaleIcon } from '../ui/icons';
import { StateBadge } from '../ui/state-badge';
import { defaultMetric, MetricPicker } from './metric-picker';
import { MetricView } from './metric-view';

const POLL_MS = 2_000;

/** One server: its figures, its metrics, and the chosen metric live and over time. */
export function ServerPage({ route, id }: { route: Route; id: string }) {
  const { t } = useI18n();
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const server = await fetchServer(id, signal);
      trends.record([server]);
      return server;
    },
    [id],
  );
  const { value: server, error } = usePoll(`server/${id}`, ask, POLL_MS);
  const metrics = server?.metrics;
  const chosen = route.metric ?? (metrics && defaultMetric(metrics));

  // The address names what is on the screen, so that it can be passed on.
  useEffect(() => {
    if (!route.metric && chosen) navigate({ ...route, metric: chosen }, true);
  }, [route, chosen]);

  if (error?.status === 404) return <UnknownServer id={id} />;
  return (
    <>
      <ServerHead id={id} {...(server ? { server } : {})} />
      <div class="server">
        <MetricPicker
          route={route}
          metrics={metrics ?? (route.metric ? [route.metric] : [])}
          loading={!server}
          {...(chosen ? { chosen } : {})}
        />
        {chosen ? (
          <MetricView key={`${id}/${chosen}`} route={route} server={id} metric={chosen} />
        ) : (
          <p class="card nothing">{server ? t('metrics.empty') : t('history.loading')}</p>
        )}
      </div>
    </>
  );
}

function ServerHead({ id, server }: { id: string; server?: ServerDetail }) {
  const { t, locale } = useI18n();
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever cannot see that the page has changed is told by where the focus is.
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, [id]);
  const seen = parseTime(server?.lastSeen);
  const tags = [server?.environment, server?.role, server?.location].filter(Boolean);

  return (
    <header class="server-head">
      <nav aria-label={t('app.fleet')}>
        <a class="back" data-page href="./">
          <BackIcon />
          {t('server.back')}
        </a>
      </nav>
      <div class="server-title">
        <h1 ref={heading} tabIndex={-1}>
          {server ? serverName(server) : id}
        </h1>
        {server && <StateBadge state={server.state} />}
      </div>
      <p class="server-facts">
        {tags.length > 0 && <span>{tags.join(' · ')}</span>}
        {server?.series !== undefined && (
          <span>{t('server.series', { count: formatCount(server.series, locale) })}</span>
        )}
        {!Number.isNaN(seen) && (
          <span>{t('server.seen', { ago: formatAgo(seen, now, locale) })}</span>
        )}
      </p>
      {server && server.state !== 'healthy' && !Number.isNaN(seen) && (
        <p class="note note-warn" role="status" data-testid="stale-note">
          <StaleIcon />
          {t('server.staleNote', { time: formatClock(seen, locale) })}
        </p>
      )}
      <dl class="tiles">
        <Tile id={id} figure="cpu" label={t('column.cpu')} {...(server ? { server } : {})} />
        <Tile id={id} figure="memory" label={t('column.memory')} {...(server ? { server } : {})} />
        <Tile id={id} figure="load1" label={t('column.load')} {...(server ? { server } : {})} />
      </dl>
    </header>
  );
}

interface TileProps {
  id: string;
  figure: Figure;
  label: string;
  server?: ServerDetail;
}

function Tile({ id, figure, label, server }: TileProps) {
  const { locale } = useI18n();
  const value = toNumber(server?.values?.[figure]);
  return (
    <div class="tile card">
      <dt>{label}</dt>
      <dd>
        <span class="tile-value">{formatFigure(value, figure === 'load1', locale)}</span>
        <Sparkline values={trends.of(id, figure)} top={1} slots={TREND_SLOTS} />
      </dd>
    </div>
  );
}

function UnknownServer({ id }: { id: string }) {
  const { t } = useI18n();
  return (
    <section class="card nothing" data-testid="unknown-server">
      <h1>{t('server.unknown')}</h1>
      <p>{t('server.unknown.text', { id })}</p>
      <a data-page href="./">
        {t('server.back')}
      </a>
    </section>
  );
}
