import { useEffect, useRef, useState } from 'preact/hooks';
import { fetchMetrics, fetchServers } from '../api/client';
import { Matchers } from '../explore/matchers';
import { labelsOf } from '../explore/use-catalogue';
import { EmptyState } from '../fleet/empty-state';
import { formatCount, formatValue } from '../format/numbers';
import { formatAgo, formatClock } from '../format/time';
import { LATE_MS } from '../history/completeness';
import { useI18n, useMessages } from '../i18n/i18n';
import { useNow } from '../live/use-now';
import { hasNavigated } from '../route/navigate';
import type { Route } from '../route/route';
import { ChipInput } from '../ui/chip-input';
import { StaleIcon } from '../ui/icons';
import { messages } from './messages';
import type { TailBuffer } from './tail-buffer';
import { TailList } from './tail-list';
import { goTo, LINE_LIMITS, type Order, parseTail, type TailState } from './tail-route';
import { type Tail, useTail } from './use-tail';
import '../style/controls.css';
import '../style/tail.css';

/** Silence after which the page says so. */
const QUIET_MS = 15_000;
const MOST_CHIPS = 20;
const ORDERS: Order[] = ['first', 'last'];

/** The feed line by line. */
export function TailPage({ route }: { route: Route }) {
  const t = useMessages(messages);
  const state = parseTail(route.search ?? '');
  const tail = useTail(state);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true });
  }, []);

  const filtered = state.metrics.length + state.servers.length + state.match.length > 0;
  const lines = tail.buffer.shown;
  if (tail.ready && lines.length === 0 && !filtered && Number.isNaN(tail.buffer.newest)) {
    return <EmptyState />;
  }
  return (
    <section class="tail" aria-labelledby="tail-heading" data-testid="tail">
      <h1 id="tail-heading" ref={heading} tabIndex={-1}>
        {t('heading')}
      </h1>
      <Filters state={state} buffer={tail.buffer} />
      <Toolbar state={state} tail={tail} />
      <Warnings tail={tail} />
      {lines.length > 0 ? (
        <TailList lines={lines} order={state.order} />
      ) : (
        <div class="card nothing" data-testid="tail-nothing">
          <p>{t(tail.ready && filtered ? 'none' : 'waiting')}</p>
          {tail.ready && filtered && (
            <button
              type="button"
              onClick={() => goTo({ ...state, metrics: [], servers: [], match: [] })}
            >
              {t('none.clear')}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function Filters({ state, buffer }: { state: TailState; buffer: TailBuffer }) {
  const t = useMessages(messages);
  const { metrics, servers } = useSuggestions();
  const samples = buffer.shown.flatMap((line) => (line.type === 'sample' ? [line] : []));
  return (
    <div class="card panel tail-filters">
      <p class="muted">{t('text')}</p>
      <ChipInput
        label={t('metric')}
        values={state.metrics}
        suggestions={metrics}
        placeholder={t('any')}
        add={t('add')}
        removeLabel={(name) => t('remove', { name })}
        most={MOST_CHIPS}
        onChange={(next) => goTo({ ...state, metrics: next })}
      />
      <ChipInput
        label={t('server')}
        values={state.servers}
        suggestions={servers}
        placeholder={t('any')}
        add={t('add')}
        removeLabel={(name) => t('remove', { name })}
        most={MOST_CHIPS}
        onChange={(next) => goTo({ ...state, servers: next })}
      />
      <Matchers
        match={state.match}
        labels={labelsOf(samples)}
        onChange={(match) => goTo({ ...state, match })}
      />
    </div>
  );
}

/** What can be chosen; without it names can still be typed. */
function useSuggestions(): { metrics: string[]; servers: string[] } {
  const [metrics, setMetrics] = useState<string[]>([]);
  const [servers, setServers] = useState<string[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const nothing = () => {
      // Too many for one answer, or not to be had now.
    };
    fetchMetrics('', signal).then((all) => setMetrics(all.map(({ name }) => name)), nothing);
    fetchServers(signal).then((all) => setServers(all.map(({ id }) => id)), nothing);
    return () => controller.abort();
  }, []);
  return { metrics, servers };
}

function Toolbar({ state, tail }: { state: TailState; tail: Tail }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const { buffer, redraw } = tail;
  const toggle = () => {
    if (buffer.paused) buffer.resume();
    else buffer.pause();
    redraw();
  };
  return (
    <div class="tail-tools">
      <button type="button" class="tail-pause" aria-pressed={buffer.paused} onClick={toggle}>
        {t(buffer.paused ? 'resume' : 'pause')}
      </button>
      <span class="tail-missed" role="status" data-testid="missed">
        {buffer.paused &&
          (buffer.missed > 0
            ? t('missed', { count: formatCount(buffer.missed, locale) })
            : t('paused'))}
      </span>
      <fieldset class="segmented">
        <legend>{t('newest')}</legend>
        <div class="segments">
          {ORDERS.map((order) => (
            <label key={order}>
              <input
                type="radio"
                name="newest"
                checked={order === state.order}
                onChange={() => goTo({ ...state, order })}
              />
              <span>{t(`newest.${order}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <label class="tail-limit">
        {t('lines')}
        <select
          value={String(state.lines)}
          onChange={(event) => goTo({ ...state, lines: Number(event.currentTarget.value) })}
        >
          {LINE_LIMITS.map((limit) => (
            <option key={limit} value={String(limit)}>
              {formatCount(limit, locale)}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        onClick={() => {
          buffer.clear();
          redraw();
        }}
      >
        {t('clear')}
      </button>
    </div>
  );
}

/** What is wrong with the feed, as far as the page can know it. */
function Warnings({ tail: { buffer, watermark, lag, problem } }: { tail: Tail }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const now = useNow();
  const moment = (time: number) => ({
    time: formatClock(time, locale),
    ago: formatAgo(time, now, locale),
  });
  const lagging = now - watermark > LATE_MS;
  const quiet = now - buffer.newest > QUIET_MS;
  if (!problem && !lagging && !quiet && lag === 0) return null;
  return (
    <p class="note note-warn" role="status" data-testid="tail-warning">
      <StaleIcon />
      {problem
        ? t('refused', { problem })
        : lag > 0
          ? t('slow', { seconds: formatValue(lag, 'seconds', locale) })
          : lagging
            ? t('lagging', moment(watermark))
            : t('quiet', moment(buffer.newest))}
    </p>
  );
}
