import type { ServerState, WindowName } from '../api/types';

/** What the address says. Everything that a link should restore is here and nowhere else. */
export interface Route {
  /** Absent: the fleet, or one server. */
  view?: View;
  /** A view's whole query string, of which all parameters but `view` are its own. */
  search?: string;
  /** Absent: the fleet. */
  server?: string;
  metric?: string;
  /** Id of the one series that is shown alone. */
  series?: string;
  window: WindowName;
  range: RangeName;
  /** Filters of the fleet. */
  query: string;
  state?: ServerState;
}

/** Pages beside the fleet and its servers. */
export type View = 'explore' | 'tail' | 'status' | 'rules';
export const VIEWS: View[] = ['explore', 'tail', 'status', 'rules'];

export type RangeName = '1h' | '6h' | '24h' | '7d' | '30d' | '90d';

export const WINDOWS: WindowName[] = ['5m', '15m', '1h', '24h'];
export const WINDOW_MS: Record<WindowName, number> = {
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '24h': 86_400_000,
};
export const RANGE_MS: Record<RangeName, number> = {
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
  '90d': 7_776_000_000,
};
/** Ranges that make sense of a window: enough points to see a shape, few enough to draw. */
export const RANGES: Record<WindowName, RangeName[]> = {
  '5m': ['1h', '6h', '24h', '7d'],
  '15m': ['6h', '24h', '7d', '30d'],
  '1h': ['24h', '7d', '30d'],
  '24h': ['7d', '30d', '90d'],
};
const STATES: ServerState[] = ['critical', 'warning', 'stale', 'gone', 'healthy'];

/** The range itself where it suits the window, else the one nearest to it that does. */
export function suitableRange(window: WindowName, range: RangeName): RangeName {
  const allowed = RANGES[window];
  return allowed.reduce((best, each) =>
    Math.abs(RANGE_MS[each] - RANGE_MS[range]) < Math.abs(RANGE_MS[best] - RANGE_MS[range])
      ? each
      : best,
  );
}

/** Reads a query string; whatever it does not say, or says wrongly, gets its default. */
export function parseRoute(search: string): Route {
  const parameters = new URLSearchParams(search);
  const one = <T extends string>(name: string, allowed: readonly T[]): T | undefined =>
    allowed.find((value) => value === parameters.get(name));
  const window = one('window', WINDOWS) ?? '5m';
  const range = one('range', Object.keys(RANGE_MS) as RangeName[]) ?? '1h';
  const route: Route = {
    window,
    range: suitableRange(window, range),
    query: parameters.get('q') ?? '',
  };
  const view = one('view', VIEWS);
  if (view) return { ...route, query: '', view, search: parameters.toString() };
  const server = parameters.get('server');
  const metric = parameters.get('metric');
  const series = parameters.get('series');
  const state = one('state', STATES);
  if (server) route.server = server;
  if (server && metric) route.metric = metric;
  if (server && metric && series) route.series = series;
  if (state) route.state = state;
  return route;
}

/** The query string of a route, without what is the default. */
export function formatRoute(route: Partial<Route>): string {
  if (route.view) return `?${route.search ?? new URLSearchParams({ view: route.view })}`;
  const parameters = new URLSearchParams();
  if (route.server) {
    parameters.set('server', route.server);
    if (route.metric) parameters.set('metric', route.metric);
    if (route.metric && route.series) parameters.set('series', route.series);
    if (route.metric && route.window) parameters.set('window', route.window);
    if (route.metric && route.range) parameters.set('range', route.range);
  } else {
    if (route.query) parameters.set('q', route.query);
    if (route.state) parameters.set('state', route.state);
  }
  const text = parameters.toString();
  return text ? `?${text}` : './';
}
