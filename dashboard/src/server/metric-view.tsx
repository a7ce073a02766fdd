import { useEffect, useState } from 'preact/hooks';
import { apiUrl, fetchSeries } from '../api/client';
import { toKind } from '../api/numbers';
import type { MetricKind, SeriesInfo } from '../api/types';
import { unitOf } from '../format/units';
import { type ScopeSeries, scopeOf } from '../history/scope';
import { useLive } from '../live/use-live';
import { navigate } from '../route/navigate';
import type { Route } from '../route/route';
import { HistoryPanel } from './history-panel';
import { LivePanel } from './live-panel';

interface MetricViewProps {
  route: Route;
  server: string;
  metric: string;
}

/** One metric of one server: live, and its history. */
export function MetricView({ route, server, metric }: MetricViewProps) {
  const live = useLive(
    apiUrl('live/stream', [
      ['metric', metric],
      ['server', server],
    ]),
  );
  const catalogue = useCatalogue(metric, server);
  const entries = [...live.state.entries.values()].sort(byLabels);
  const series: ScopeSeries[] = entries.length > 0 ? entries : (catalogue ?? []);
  const info = catalogue?.[0];
  const kind: MetricKind = entries[0]?.kind ?? toKind(info?.kind);
  const unit = unitOf(metric, info?.unit);
  const scope = scopeOf(series, route.series);

  const choose = (id?: string) => {
    const { series: _, ...rest } = route;
    navigate(id ? { ...rest, metric, series: id } : { ...rest, metric }, true);
  };

  return (
    <div class="panels">
      <LivePanel
        metric={metric}
        entries={entries}
        dropped={live.state.dropped}
        ready={live.ready}
        kind={kind}
        unit={unit}
        {...(scope ? { scope } : {})}
        onChoose={choose}
      />
      <HistoryPanel
        route={{ ...route, metric }}
        metric={metric}
        kind={kind}
        unit={unit}
        known={live.ready && catalogue !== undefined}
        seriesCount={series.length}
        {...(scope ? { scope } : {})}
        live={
          scope?.series
            ? (live.state.entries.get(scope.series.id)?.windows.get(route.window) ?? [])
            : []
        }
      />
    </div>
  );
}

const collator = new Intl.Collator(undefined, { numeric: true });
/** Of each entry, which the feed's state keeps: it is sorted with every update. */
const sortKeys = new WeakMap<ScopeSeries, string>();

function byLabels(a: ScopeSeries, b: ScopeSeries): number {
  return collator.compare(sortKey(a), sortKey(b));
}

function sortKey(series: ScopeSeries): string {
  let key = sortKeys.get(series);
  if (key === undefined) {
    key = JSON.stringify(series.labels);
    sortKeys.set(series, key);
  }
  return key;
}

/** What is known of the metric beside its live state: the unit, and the series that have ended. */
function useCatalogue(metric: string, server: string): SeriesInfo[] | undefined {
  const [series, setSeries] = useState<SeriesInfo[]>();
  useEffect(() => {
    const controller = new AbortController();
    fetchSeries(metric, controller.signal).then(
      (all) => setSeries(all.filter((each) => each.server === server)),
      () => {
        // The live state names the series as well; the connection's own view says what is wrong.
        if (!controller.signal.aborted) setSeries([]);
      },
    );
    return () => controller.abort();
  }, [metric, server]);
  return series;
}
