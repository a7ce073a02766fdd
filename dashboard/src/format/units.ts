import type { MetricKind } from '../api/types';

/** What a metric's values are measured in, as far as it changes how they are written. */
export type Unit = 'bytes' | 'seconds' | 'ratio' | 'percent' | 'none';

const BY_NAME: Record<string, Unit> = {
  by: 'bytes',
  byte: 'bytes',
  bytes: 'bytes',
  s: 'seconds',
  second: 'seconds',
  seconds: 'seconds',
  ratio: 'ratio',
  '%': 'percent',
  percent: 'percent',
};

/** From the unit that the API gives, else from the metric name's suffix (Prometheus' naming rules). */
export function unitOf(metric: string, unit?: string | null): Unit {
  const given = unit ? BY_NAME[unit.toLowerCase()] : undefined;
  if (given) return given;
  const parts = metric.replace(/_(total|sum|max|min)$/, '').split(/[_.]/);
  const last = parts[parts.length - 1] ?? '';
  // A metric whose whole name is "s" or "by" is not in seconds or bytes.
  return last.length > 2 ? (BY_NAME[last] ?? 'none') : 'none';
}

/** Values of counters are shown as increase per second. */
export function isRate(kind: MetricKind): boolean {
  return kind === 'counter';
}
