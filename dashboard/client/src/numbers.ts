import type { ApiNumber, MetricKind } from './types.js';

/** The number that the API means; NaN where there is none. */
export function toNumber(value: ApiNumber | undefined): number {
  if (typeof value === 'number') return value;
  if (value === '+Inf') return Number.POSITIVE_INFINITY;
  if (value === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number.NaN;
}

/** The kind, whichever way it is spelled; what is unknown is read as a gauge. */
export function toKind(kind: string | undefined): MetricKind {
  const lower = kind?.toLowerCase();
  return lower === 'counter' || lower === 'observation' ? lower : 'gauge';
}

/** ms since the epoch; NaN where the text is not a time. */
export function toTime(text: string | null | undefined): number {
  return text ? Date.parse(text) : Number.NaN;
}
