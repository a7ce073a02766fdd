import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fetchServer } from '../api/client';
import { fetchRules, type Rule } from '../api/health';
import { toNumber } from '../api/numbers';
import type { ServerDetail } from '../api/types';
import { Sparkline } from '../charts/sparkline';
import { labelsOf, serverName } from '../fleet/fleet-model';
import { type Figure, TREND_SLOTS, trends } from '../fleet/trends';
import { formatCount, formatFigure } from '../format/numbers';
import { formatAgo, formatClock, parseTime } from '../format/time';
import { useI18n } from '../i18n/i18n';
import { useAsked } from '../live/use-asked';
import { useNow } from '../live/use-now';
import { usePoll } from '../live/use-poll';
import { hasNavigated, navigate } from '../route/navigate';
import type { Route } from '../route/route';
import { BackIcon, StaleIcon } from '../ui/icons';
import { StateBadge } from '../ui/state-badge';
import { DetailsForm } from './details-form';
import { EventsPanel } from './events-panel';
import { Findings } from './findings';
import { defaultMetric, MetricPicker } from './metric-picker';
import { MetricView } from './metric-view';

const POLL_MS = 2_000;
const RULES_POLL_MS = 60_000;
const NO_RULES: Rule[] = [];

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
  const { value: rules = NO_RULES } = useAsked('rules', fetchRules, RULES_POLL_MS);
  const metrics = server?.metrics;
  const chosen = route.metric ?? (metrics && defaultMetric(metrics));

  // The address names what is on the screen, so that it can be passed on.
  useEffect(() => {
    if (!route.metric && chosen) navigate({ ...route, metric: chosen }, true);
  }, [route, chosen]);

  if (error?.status === 404) return <UnknownServer id={id} />;
  return (
    <>
      <ServerHead id={id} rules={rules} {...(server ? { server } : {})} />
      {/* What the head has to say of the server moves all below it. */}
      <div class={server || error ? undefined : 'settling'}>
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
        <EventsPanel server={id} rules={rules} />
      </div>
    </>
  );
}

interface ServerHeadProps {
  id: string;
  rules: Rule[];
  server?: ServerDetail;
}

function ServerHead({ id, rules, server }: ServerHeadProps) {
  const { t, locale } = useI18n();
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever cannot see that the page has changed is told by where the focus is.
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, [id]);
  const seen = parseTime(server?.lastSeen);
  const tags = server ? labelsOf(server) : [];
  const since = parseTime(server?.stateSince);

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
        {!Number.isNaN(since) && (
          <span class="muted">{t('server.since', { ago: formatAgo(since, now, locale) })}</span>
        )}
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
      <Details {...(server ? { server } : {})} />
      {server?.findings && <Findings findings={server.findings} rules={rules} />}
      {(server?.state === 'stale' || server?.state === 'gone') && !Number.isNaN(seen) && (
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

/** What people say of the server is changed in place, once it is known. */
function Details({ server }: { server?: ServerDetail }) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState('');
  const edit = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const done = (saved?: ServerDetail) => {
    setOpen(false);
    setSaid(saved ? t('details.saved') : '');
    wasOpen.current = true;
  };
  useLayoutEffect(() => {
    if (!open && wasOpen.current) edit.current?.focus();
  }, [open]);
  return (
    <div class="details">
      {open && server ? (
        <DetailsForm server={server} onDone={done} />
      ) : (
        <button
          ref={edit}
          type="button"
          class="quiet"
          disabled={!server}
          onClick={() => setOpen(true)}
        >
          {t('details.edit')}
        </button>
      )}
      <span class="muted" role="status">
        {said}
      </span>
    </div>
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
