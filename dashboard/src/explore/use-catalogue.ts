import { useEffect, useRef, useState } from 'preact/hooks';
import { type ApiError, fetchMetrics, fetchSeries } from '../api/client';
import type { Labels, MetricInfo, SeriesInfo } from '../api/types';
import { usePoll } from '../live/use-poll';

const REFRESH_MS = 15_000;
const TYPING_MS = 200;
const TOO_LARGE = 422;
/** Values of one label that are suggested. */
const MOST_VALUES = 500;

export interface MetricList {
  /** Absent until it is known. */
  metrics?: MetricInfo[];
  error?: ApiError;
}

/** The metrics there are; where they are too many for one answer, those that begin with what is typed. */
export function useMetrics(typed: string): MetricList {
  const [prefix, setPrefix] = useState('');
  const { value, error } = usePoll(
    `metrics/${prefix}`,
    (signal) => fetchMetrics(prefix, signal),
    REFRESH_MS,
  );
  const tooMany = useRef(false);
  const last = useRef<MetricInfo[] | undefined>(undefined);
  if (value) last.current = value;
  if (error?.status === TOO_LARGE) tooMany.current = true;
  const byPrefix = tooMany.current;

  useEffect(() => {
    if (!byPrefix) return;
    const timer = setTimeout(() => setPrefix(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, byPrefix]);

  const metrics = value ?? last.current;
  return { ...(metrics ? { metrics } : {}), ...(error ? { error } : {}) };
}

/** All series of the metric, for suggestions and for when they were last seen; absent until known. */
export function useSeries(metric: string): SeriesInfo[] | undefined {
  const [loaded, setLoaded] = useState<{ metric: string; series: SeriesInfo[] }>();
  useEffect(() => {
    if (!metric) return;
    const controller = new AbortController();
    fetchSeries(metric, controller.signal).then(
      (series) => setLoaded({ metric, series }),
      () => {
        // Without it there are no suggestions, and that is all: the answer itself says what is wrong.
      },
    );
    return () => controller.abort();
  }, [metric]);
  return loaded?.metric === metric ? loaded.series : undefined;
}

/** Every label with its values, both by name. */
export function labelsOf(series: { labels: Labels }[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { labels } of series) {
    for (const [label, value] of Object.entries(labels)) {
      if (label === '__name__') continue;
      const values = found.get(label) ?? new Set<string>();
      if (values.size < MOST_VALUES) values.add(value);
      found.set(label, values);
    }
  }
  const byName = (a: string, b: string) => a.localeCompare(b, undefined, { numeric: true });
  return new Map(
    [...found]
      .sort(([a], [b]) => byName(a, b))
      .map(([label, values]) => [label, [...values].sort(byName)]),
  );
}
