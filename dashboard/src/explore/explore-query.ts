import { apiUrl, getJson } from '../api/client';
import type { RollupsAnswer, WindowName } from '../api/types';
import { rangeOf } from '../history/use-history';
import { WINDOW_MS, WINDOWS } from '../route/route';
import { type Aggregate, BANDS } from './aggregates';
import type { Compare, ExploreState, Span } from './explore-route';

const DAY = 86_400_000;
/** Windows of a range that are asked for: more are finer than any screen. */
export const MOST_WINDOWS = 3_000;
/** Both are whole numbers of any window, so that windows lie on windows. */
const SHIFT_MS: Record<Exclude<Compare, 'none'>, number> = { '1d': DAY, '7d': 7 * DAY };

/** A call of `/api/v1/rollups`. */
export interface ExploreQuery extends Span {
  metric: string;
  window: WindowName;
  match: [label: string, value: string][];
  by?: string[];
  aggregates: Aggregate[];
  /** The aggregates are those of a band chart. */
  bands: boolean;
}

/** What is asked for at a moment: a relative range ends with the window that is open then. */
export function queryOf(state: ExploreState, aggregates: Aggregate[], now: number): ExploreQuery {
  const { metric, window, match, by, bands } = state;
  return {
    metric,
    window,
    match,
    ...(by ? { by } : {}),
    ...spanOf(state, now),
    aggregates: bands ? BANDS : aggregates,
    bands,
  };
}

/** The range in whole windows. */
export function spanOf(
  { window, range, span }: Pick<ExploreState, 'window' | 'range' | 'span'>,
  now: number,
): Span {
  if (span) {
    const length = WINDOW_MS[window];
    return {
      from: Math.floor(span.from / length) * length,
      to: Math.ceil(span.to / length) * length,
    };
  }
  const [from, to] = rangeOf(window, range, now);
  return { from, to };
}

export function windowsOf({ window, from, to }: Pick<ExploreQuery, 'window' | 'from' | 'to'>) {
  return Math.ceil((to - from) / WINDOW_MS[window]);
}

/** The shortest window in which a range has no more windows than are drawn. */
export function suitableWindow({ from, to }: Span): WindowName {
  return WINDOWS.find((window) => windowsOf({ window, from, to }) <= MOST_WINDOWS) ?? '24h';
}

/** The same question of a day or a week before; nothing where nothing is compared. */
export function compared(query: ExploreQuery, compare: Compare): ExploreQuery | undefined {
  if (compare === 'none') return undefined;
  const shift = shiftOf(compare);
  return { ...query, from: query.from - shift, to: query.to - shift };
}

export function shiftOf(compare: Compare): number {
  return compare === 'none' ? 0 : SHIFT_MS[compare];
}

/** The address of the call; an empty `by` merges all. */
export function exploreUrl(query: ExploreQuery): string {
  const parameters: [string, string][] = [
    ['metric', query.metric],
    ['window', query.window],
    ['from', String(query.from)],
    ['to', String(query.to)],
    ['agg', query.aggregates.join()],
    ...query.match.map(([label, value]): [string, string] => ['match', `${label}:${value}`]),
  ];
  if (query.by) parameters.push(['by', query.by.join()]);
  return apiUrl('rollups', parameters);
}

export interface ExploreAnswer {
  query: ExploreQuery;
  compare: Compare;
  answer: RollupsAnswer;
  /** What it is compared with. */
  before?: RollupsAnswer;
  /** When it came, ms since the epoch. */
  at: number;
}

/** Asks for the range and for what it is compared with, at once. */
export async function ask(
  query: ExploreQuery,
  compare: Compare,
  signal: AbortSignal,
): Promise<ExploreAnswer> {
  const earlier = compared(query, compare);
  const [answer, before] = await Promise.all([
    getJson<RollupsAnswer>(exploreUrl(query), signal),
    earlier && getJson<RollupsAnswer>(exploreUrl(earlier), signal),
  ]);
  return { query, compare, answer, ...(before ? { before } : {}), at: Date.now() };
}
