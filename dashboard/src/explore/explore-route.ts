import type { WindowName } from '../api/types';
import { navigate } from '../route/navigate';
import { RANGE_MS, type RangeName, suitableRange, WINDOWS } from '../route/route';
import { AGGREGATES, type Aggregate, MOST_AGGREGATES } from './aggregates';

export type Compare = 'none' | '1d' | '7d';
export const COMPARES: Compare[] = ['none', '1d', '7d'];

/** Times, ms since the epoch: from inclusive, to exclusive. */
export interface Span {
  from: number;
  to: number;
}

/** The whole of what the explorer shows; its address says nothing else. */
export interface ExploreState {
  /** Empty before one is chosen. */
  metric: string;
  window: WindowName;
  /** Empty: what suits the metric's kind. */
  aggregates: Aggregate[];
  match: [label: string, value: string][];
  /** Labels to merge by, none of them merges all; absent: each series on its own. */
  by?: string[];
  /** Ends now; `span` goes before it. */
  range: RangeName;
  span?: Span;
  compare: Compare;
  /** Percentiles as bands, instead of the aggregates as lines. */
  bands: boolean;
  /** Keys of the series that are drawn, of no others; empty: all that are not hidden. */
  only: string[];
  /** Keys of series that are not drawn. */
  hidden: string[];
  /** What the table is sorted by, the highest first; absent: by name. */
  sort?: Aggregate;
}

/** The query API takes as many. */
export const MOST_MATCHERS = 20;
/** The last moment that the query API takes. */
const LATEST = 253_402_300_799_999;
/** So that an address stays one that can be passed on. */
const MOST_KEYS = 100;

export function parseExplore(search: string): ExploreState {
  const parameters = new URLSearchParams(search);
  const list = (name: string) => (parameters.get(name) ?? '').split(',').filter(Boolean);
  const window = WINDOWS.find((each) => each === parameters.get('window')) ?? '5m';
  const ranges = Object.keys(RANGE_MS) as RangeName[];
  const range = ranges.find((each) => each === parameters.get('range')) ?? '1h';
  const state: ExploreState = {
    metric: parameters.get('metric') ?? '',
    window,
    aggregates: AGGREGATES.filter((each) => list('agg').includes(each)).slice(0, MOST_AGGREGATES),
    match: parameters
      .getAll('match')
      .map(parseMatcher)
      .filter((each) => each !== undefined)
      .slice(0, MOST_MATCHERS),
    range: suitableRange(window, range),
    compare: COMPARES.find((each) => each === parameters.get('compare')) ?? 'none',
    bands: parameters.get('bands') === '1',
    only: list('only').slice(0, MOST_KEYS),
    hidden: list('hide').slice(0, MOST_KEYS),
  };
  if (parameters.has('by')) state.by = [...new Set(list('by'))];
  const from = parseMoment(parameters.get('from'));
  const to = parseMoment(parameters.get('to'));
  if (from < to) state.span = { from, to };
  const sort = AGGREGATES.find((each) => each === parameters.get('sort'));
  if (sort) state.sort = sort;
  return state;
}

/** The query string, without a question mark. */
export function formatExplore(state: ExploreState): string {
  const parameters = new URLSearchParams({ view: 'explore' });
  if (!state.metric) return parameters.toString();
  parameters.set('metric', state.metric);
  parameters.set('window', state.window);
  if (state.span) {
    parameters.set('from', new Date(state.span.from).toISOString());
    parameters.set('to', new Date(state.span.to).toISOString());
  } else {
    parameters.set('range', state.range);
  }
  if (state.aggregates.length > 0) parameters.set('agg', state.aggregates.join());
  for (const [label, value] of state.match) parameters.append('match', `${label}:${value}`);
  if (state.by) parameters.set('by', state.by.join());
  if (state.compare !== 'none') parameters.set('compare', state.compare);
  if (state.bands) parameters.set('bands', '1');
  if (state.only.length > 0) parameters.set('only', state.only.slice(0, MOST_KEYS).join());
  if (state.hidden.length > 0) parameters.set('hide', state.hidden.slice(0, MOST_KEYS).join());
  if (state.sort) parameters.set('sort', state.sort);
  return parameters.toString();
}

/** The same view with its times and values written out: it shows the same tomorrow. */
export function pinned(state: ExploreState, span: Span, aggregates: Aggregate[]): ExploreState {
  return { ...state, span, aggregates };
}

/** Another metric: what belongs to the last one's series is dropped, how it is looked at stays. */
export function withMetric(state: ExploreState, metric: string): ExploreState {
  const { by: _, sort: __, ...rest } = state;
  return { ...rest, metric, aggregates: [], match: [], only: [], hidden: [] };
}

/** Another set of series: keys of the last ones mean nothing in it. */
export function withoutChoice(state: ExploreState): ExploreState {
  return { ...state, only: [], hidden: [] };
}

/** Rewrites the address; what is another question is an entry of the browser's history of its own. */
export function goTo(state: ExploreState, replace = false): void {
  navigate({ view: 'explore', search: formatExplore(state) }, replace);
}

function parseMatcher(text: string): [string, string] | undefined {
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : [text.slice(0, colon), text.slice(colon + 1)];
}

/** RFC 3339 or ms since the epoch; NaN for anything else. */
function parseMoment(text: string | null): number {
  if (!text) return Number.NaN;
  const time = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Math.abs(time) <= LATEST ? time : Number.NaN;
}
