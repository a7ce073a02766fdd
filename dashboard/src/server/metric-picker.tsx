import { useRef, useState } from 'preact/hooks';
import { useSlashKey } from '../fleet/fleet-page';
import { useI18n } from '../i18n/i18n';
import { formatRoute, type Route } from '../route/route';

/** Links drawn at once; the filter narrows the rest down. */
const MOST_LINKS = 300;

/** What most people look at first; the first that a server has is shown unless the address says otherwise. */
const FAVOURITES = [
  /(^|_)load1$/,
  /cpu.*(utilization|usage|percent|ratio)/,
  /cpu/,
  /memory/,
  /load/,
];

export function defaultMetric(metrics: string[]): string | undefined {
  for (const favourite of FAVOURITES) {
    const found = metrics.find((metric) => favourite.test(metric));
    if (found) return found;
  }
  return metrics[0];
}

/** Metrics that have every word of the query, in any order. */
export function matchingMetrics(metrics: string[], query: string): string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return metrics.filter((metric) => words.every((word) => metric.toLowerCase().includes(word)));
}

/** The first so many; the chosen one is among them where it was found at all. */
export function shownMetrics(found: string[], chosen: string | undefined, most: number): string[] {
  const shown = found.slice(0, most);
  return chosen && found.includes(chosen) && !shown.includes(chosen)
    ? [chosen, ...shown.slice(0, most - 1)]
    : shown;
}

interface MetricPickerProps {
  route: Route;
  metrics: string[];
  chosen?: string;
  loading: boolean;
}

/** A list of links beside the charts; folded behind the chosen metric's name where the screen is narrow. */
export function MetricPicker({ route, metrics, chosen, loading }: MetricPickerProps) {
  const { t } = useI18n();
  const [query, setQuery] = useState('');
  const details = useRef<HTMLDetailsElement>(null);
  const filter = useRef<HTMLInputElement>(null);
  useSlashKey(filter);
  const found = matchingMetrics(metrics, query);
  const { series: _, ...rest } = route;

  return (
    <nav class="picker card" aria-label={t('metrics.heading')}>
      <details ref={details} open={matchMedia('(min-width: 60rem)').matches}>
        <summary>
          <span class="picker-title">{t('metrics.heading')}</span>
          <span class="picker-chosen">{chosen ?? t('metrics.choose')}</span>
        </summary>
        <label class="filter">
          <span class="visually-hidden">{t('metrics.filter')}</span>
          <input
            ref={filter}
            type="search"
            placeholder={t('metrics.filter')}
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
          <kbd>/</kbd>
        </label>
        <ul class="picker-list">
          {shownMetrics(found, chosen, MOST_LINKS).map((metric) => (
            <li key={metric}>
              <a
                data-page
                href={formatRoute({ ...rest, metric })}
                {...(metric === chosen ? { 'aria-current': 'page' } : {})}
                onClick={() => closeWhereNarrow(details.current)}
              >
                {breakable(metric)}
              </a>
            </li>
          ))}
        </ul>
        {found.length === 0 && !loading && <p class="muted">{t('metrics.none')}</p>}
        {found.length > MOST_LINKS && (
          <p class="muted">{t('metrics.more', { count: found.length - MOST_LINKS })}</p>
        )}
      </details>
    </nav>
  );
}

function closeWhereNarrow(details: HTMLDetailsElement | null): void {
  if (details && !matchMedia('(min-width: 60rem)').matches) details.open = false;
}

/** Long names may be broken after their underscores and dots. */
function breakable(name: string) {
  return name
    .split(/(?<=[_.:])/)
    .flatMap((part, index) => (index > 0 ? [<wbr key={index} />, part] : [part]));
}
