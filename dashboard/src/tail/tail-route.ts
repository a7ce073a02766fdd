import { apiUrl } from '../api/client';
import { navigate } from '../route/navigate';

export type Order = 'first' | 'last';
export const LINE_LIMITS = [100, 200, 500, 1_000];

/** What the live tail shows; its address says nothing else. */
export interface TailState {
  metrics: string[];
  servers: string[];
  match: [label: string, value: string][];
  /** Where the newest line is. */
  order: Order;
  /** Lines that are kept. */
  lines: number;
}

/** Of each filter: the address stays one that can be passed on. */
const MOST_EACH = 20;

export function parseTail(search: string): TailState {
  const parameters = new URLSearchParams(search);
  const all = (name: string) =>
    [...new Set(parameters.getAll(name))].filter(Boolean).slice(0, MOST_EACH);
  const lines = Number(parameters.get('lines'));
  return {
    metrics: all('metric'),
    servers: all('server'),
    match: all('match').flatMap((text): [string, string][] => {
      const colon = text.indexOf(':');
      return colon < 1 ? [] : [[text.slice(0, colon), text.slice(colon + 1)]];
    }),
    order: parameters.get('newest') === 'last' ? 'last' : 'first',
    lines: LINE_LIMITS.includes(lines) ? lines : 200,
  };
}

/** The query string, without a question mark. */
export function formatTail(state: TailState): string {
  const parameters = new URLSearchParams({ view: 'tail' });
  for (const metric of state.metrics) parameters.append('metric', metric);
  for (const server of state.servers) parameters.append('server', server);
  for (const [label, value] of state.match) parameters.append('match', `${label}:${value}`);
  if (state.order !== 'first') parameters.set('newest', state.order);
  if (state.lines !== 200) parameters.set('lines', String(state.lines));
  return parameters.toString();
}

/** The subscription; windows cannot be left out, so it is the smallest one. */
export function tailUrl(path: 'live' | 'live/stream', state: TailState): string {
  return apiUrl(path, [
    ...state.metrics.map((metric): [string, string] => ['metric', metric]),
    ...state.servers.map((server): [string, string] => ['server', server]),
    ...state.match.map(([label, value]): [string, string] => ['match', `${label}:${value}`]),
    ['window', '5m'],
  ]);
}

export function goTo(state: TailState): void {
  navigate({ view: 'tail', search: formatTail(state) }, true);
}
