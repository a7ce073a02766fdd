import { toNumber } from '../api/numbers';
import type { Server } from '../api/types';
import { Sparkline } from '../charts/sparkline';
import { formatCount, formatFigure } from '../format/numbers';
import { formatAgo, parseTime } from '../format/time';
import type { MessageKey } from '../i18n/en';
import { useI18n } from '../i18n/i18n';
import { useNow } from '../live/use-now';
import { formatRoute } from '../route/route';
import { ArrowIcon } from '../ui/icons';
import { StateBadge } from '../ui/state-badge';
import { labelsOf, type Sort, type SortColumn, serverName } from './fleet-model';
import { type Figure, TREND_SLOTS, trends } from './trends';

const COLUMNS: { column: SortColumn; numeric: boolean }[] = [
  { column: 'server', numeric: false },
  { column: 'state', numeric: false },
  { column: 'seen', numeric: false },
  { column: 'cpu', numeric: true },
  { column: 'memory', numeric: true },
  { column: 'load', numeric: true },
  { column: 'series', numeric: true },
];

interface FleetTableProps {
  servers: Server[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** One row per server; cards on a phone. */
export function FleetTable({ servers, sort, onSort }: FleetTableProps) {
  const { t } = useI18n();
  const now = useNow();
  return (
    <div class="card table-card">
      <table class="fleet-table">
        <thead>
          <tr>
            {COLUMNS.map(({ column, numeric }) => {
              const active = sort.column === column;
              const ascending = active ? !sort.ascending : !numeric;
              const label = t(`column.${column}` as MessageKey);
              return (
                <th
                  key={column}
                  scope="col"
                  class={`col-${column}`}
                  aria-sort={active ? (sort.ascending ? 'ascending' : 'descending') : 'none'}
                >
                  <button
                    type="button"
                    title={t('column.sort', { column: label })}
                    onClick={() => onSort({ column, ascending })}
                  >
                    {label}
                    {active && <ArrowIcon up={sort.ascending} />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {servers.map((server) => (
            <ServerRow key={server.id} server={server} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ServerRow({ server, now }: { server: Server; now: number }) {
  const { t, locale } = useI18n();
  const tags = labelsOf(server);
  const seen = parseTime(server.lastSeen);
  return (
    <tr class={`row-${server.state}`} data-server={server.id}>
      <th scope="row" class="col-server">
        <a data-page href={formatRoute({ server: server.id })}>
          {serverName(server)}
        </a>
        {tags.length > 0 && <span class="tags">{tags.join(' · ')}</span>}
      </th>
      <td class="col-state">
        <StateBadge state={server.state} />
        {server.findings && server.findings.length > 0 && (
          <span class="reasons">{server.findings.map(({ rule }) => rule).join(', ')}</span>
        )}
      </td>
      <td class="col-seen">
        {Number.isNaN(seen) ? (
          '–'
        ) : (
          <time dateTime={server.lastSeen ?? ''}>{formatAgo(seen, now, locale)}</time>
        )}
      </td>
      <FigureCell server={server} figure="cpu" label={t('column.cpu')} />
      <FigureCell server={server} figure="memory" label={t('column.memory')} />
      <FigureCell server={server} figure="load1" label={t('column.load')} />
      <td class="col-series">
        <span class="cell-label">{t('column.series')}</span>
        {formatCount(server.series, locale)}
      </td>
    </tr>
  );
}

interface FigureCellProps {
  server: Server;
  figure: Figure;
  label: string;
}

function FigureCell({ server, figure, label }: FigureCellProps) {
  const { locale } = useI18n();
  return (
    <td class={`col-figure col-${figure}`}>
      <span class="cell-label">{label}</span>
      <span class="figure">
        <Sparkline values={trends.of(server.id, figure)} top={1} slots={TREND_SLOTS} />
        <span class="figure-value">
          {formatFigure(toNumber(server.values?.[figure]), figure === 'load1', locale)}
        </span>
      </span>
    </td>
  );
}
