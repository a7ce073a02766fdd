import type { ApiNumber, MetricKind } from './types';

/** The number that the API means; NaN where there is none. */
export function toNumber(value: ApiNumber | undefined): number {
  if (typeof value === 'number') return value;
  if (value === '+Inf') return Number.POSITIVE_INFINITY;
  if (value === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number.NaN;
}

/** For charts: null, which is a gap, for whatever cannot be drawn. */
export function toPlottable(value: ApiNumber | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** The kind, whichever way it is spelled; what is unknown is read as a gauge. */
export function toKind(kind: string | undefined): MetricKind {
  const lower = kind?.toLowerCase();
  return lower === 'counter' || lower === 'observation' ? lower : 'gauge';
}
