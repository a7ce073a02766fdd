import { useEffect, useRef, useState } from 'preact/hooks';
import { fetchServers } from '../api/client';
import type { Server } from '../api/types';
import { formatCount } from '../format/numbers';
import { useI18n } from '../i18n/i18n';
import { usePoll } from '../live/use-poll';
import { navigate } from '../route/navigate';
import type { Route } from '../route/route';
import { SERVER_STATES, StateBadge } from '../ui/state-badge';
import { EmptyState } from './empty-state';
import { countByState, matching, type Sort, sorted } from './fleet-model';
import { FleetTable } from './fleet-table';
import { trends } from './trends';

const POLL_MS = 2_000;
/** Rows drawn at first: more than one screen, few enough to stay quick on a phone. */
const FIRST_ROWS = 200;

export function FleetPage({ route }: { route: Route }) {
  const { t, locale } = useI18n();
  const { value: servers, error } = usePoll('servers', askServers, POLL_MS);
  const [sort, setSort] = useState<Sort>({ column: 'state', ascending: true });
  const [allRows, setAllRows] = useState(false);
  const filter = useRef<HTMLInputElement>(null);
  useSlashKey(filter);

  if (!servers) return error?.status ? <LoadError problem={error.message} /> : <Skeleton />;
  if (servers.length === 0) return <EmptyState />;

  const shown = sorted(matching(servers, route.query, route.state), sort);
  const rows = allRows ? shown : shown.slice(0, FIRST_ROWS);
  const counts = countByState(servers);

  return (
    <section class="fleet" aria-labelledby="fleet-heading">
      <div class="fleet-head">
        <h1 id="fleet-heading">{t('fleet.heading')}</h1>
        <StateFilter route={route} total={servers.length} counts={counts} />
        <label class="filter">
          <span class="visually-hidden">{t('fleet.filter')}</span>
          <input
            ref={filter}
            type="search"
            placeholder={t('fleet.filter.hint')}
            value={route.query}
            onInput={(event) => navigate({ ...route, query: event.currentTarget.value }, true)}
          />
          <kbd>/</kbd>
        </label>
      </div>
      <p class="visually-hidden" role="status">
        {t('fleet.count', { shown: shown.length, total: servers.length })}
      </p>
      {shown.length > 0 ? (
        <FleetTable servers={rows} sort={sort} onSort={setSort} />
      ) : (
        <div class="card nothing">
          <p>{t('fleet.none')}</p>
          <button type="button" onClick={() => navigate({ query: '' }, true)}>
            {t('fleet.clear')}
          </button>
        </div>
      )}
      {rows.length < shown.length && (
        <button type="button" class="show-all" onClick={() => setAllRows(true)}>
          {t('fleet.showAll', { total: formatCount(shown.length, locale) })}
        </button>
      )}
    </section>
  );
}

async function askServers(signal: AbortSignal): Promise<Server[]> {
  const servers = await fetchServers(signal);
  trends.record(servers);
  return servers;
}

interface StateFilterProps {
  route: Route;
  total: number;
  counts: ReturnType<typeof countByState>;
}

function StateFilter({ route, total, counts }: StateFilterProps) {
  const { t, locale } = useI18n();
  const choose = (state?: Route['state']) => {
    const { state: _, ...rest } = route;
    navigate(state ? { ...rest, state } : rest, true);
  };
  return (
    <fieldset class="states">
      <legend class="visually-hidden">{t('column.state')}</legend>
      <button type="button" aria-pressed={!route.state} onClick={() => choose()}>
        {t('fleet.all')} <b>{formatCount(total, locale)}</b>
      </button>
      {SERVER_STATES.map((state) => (
        <button
          key={state}
          type="button"
          aria-pressed={route.state === state}
          onClick={() => choose(route.state === state ? undefined : state)}
        >
          <StateBadge state={state} /> <b>{formatCount(counts[state], locale)}</b>
        </button>
      ))}
    </fieldset>
  );
}

function LoadError({ problem }: { problem: string }) {
  const { t } = useI18n();
  return (
    <p class="card nothing" role="alert">
      {t('error.load', { problem })}
    </p>
  );
}

function Skeleton() {
  const { t } = useI18n();
  return (
    <div class="card skeleton" aria-busy="true">
      <span class="visually-hidden">{t('history.loading')}</span>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} class="skeleton-row" />
      ))}
    </div>
  );
}

/** "/" goes to the filter, unless something is being typed already. */
export function useSlashKey(input: { current: HTMLInputElement | null }): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, select');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [input]);
}
