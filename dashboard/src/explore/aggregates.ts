import type { MetricKind } from '../api/types';
import { formatValue } from '../format/numbers';
import type { Unit } from '../format/units';

/** What can be asked of a window, in the order in which it is offered. */
export const AGGREGATES = [
  'avg',
  'min',
  'max',
  'p50',
  'p90',
  'p95',
  'p99',
  'last',
  'first',
  'stddev',
  'rate',
  'increase',
  'sum',
  'count',
] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** Lines of more than four at once are told apart by nobody. */
export const MOST_AGGREGATES = 4;

/** The lines of a band chart, from the lowest up. */
export const BANDS: Aggregate[] = ['p50', 'p90', 'p95', 'p99'];

/** Aggregates of one dimension share an axis. */
export type Dimension = 'value' | 'sum' | 'count' | 'increase' | 'rate';

export function dimensionOf(aggregate: Aggregate): Dimension {
  switch (aggregate) {
    case 'sum':
    case 'count':
    case 'increase':
    case 'rate':
      return aggregate;
    default:
      return 'value';
  }
}

/** What is shown of a metric whose address does not say. */
export function defaultAggregates(kind: MetricKind): Aggregate[] {
  if (kind === 'counter') return ['rate'];
  return kind === 'observation' ? ['p50', 'p95'] : ['avg'];
}

/** Merged series have neither a first nor a last value. */
export function isPossible(aggregate: Aggregate, merged: boolean): boolean {
  return !merged || (aggregate !== 'first' && aggregate !== 'last');
}

export function formatAggregate(
  value: number | null | undefined,
  aggregate: Aggregate,
  unit: Unit,
  locale: string,
): string {
  return formatValue(value, aggregate === 'count' ? 'none' : unit, locale, aggregate === 'rate');
}
