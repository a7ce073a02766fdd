import type { RollupsAnswer, SeriesInfo, Server, ServerDetail, WindowName } from './types';

/** A call that was not answered, or answered with an error. */
export class ApiError extends Error {
  /** The HTTP status; 0 where there was no answer at all. */
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

const TIMEOUT_MS = 15_000;

/** Address of an API call, relative to the page so that a path prefix is kept. */
export function apiUrl(path: string, parameters: [name: string, value: string][] = []): string {
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `api/v1/${path}${query ? `?${query}` : ''}`;
}

/** GETs JSON. Fails with {@link ApiError}, or with an AbortError when the signal says so. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(error instanceof Error ? error.message : String(error), 0);
  }
  if (!response.ok) throw new ApiError(await problemOf(response), response.status);
  return (await response.json()) as T;
}

/** Changes something. The answer's JSON, undefined where there is none; fails with {@link ApiError}. */
export async function sendJson(method: string, url: string, body?: unknown): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new ApiError(error instanceof Error ? error.message : String(error), 0);
  }
  if (!response.ok) throw new ApiError(await problemOf(response), response.status);
  return response.status === 204 ? undefined : response.json();
}

/** What an RFC 9457 problem document says, or else the status line. */
async function problemOf(response: Response): Promise<string> {
  const body = await response.text();
  try {
    const problem = JSON.parse(body) as { detail?: string; title?: string };
    const text = problem.detail ?? problem.title;
    if (text) return text;
  } catch {
    // Not JSON: a proxy's page, say. The status line says more than its markup.
  }
  return `HTTP ${response.status} ${response.statusText}`.trim();
}

export async function fetchServers(signal?: AbortSignal): Promise<Server[]> {
  return (await getJson<{ servers: Server[] }>(apiUrl('servers'), signal)).servers;
}

export function fetchServer(id: string, signal?: AbortSignal): Promise<ServerDetail> {
  return getJson(apiUrl(`servers/${encodeURIComponent(id)}`), signal);
}

export async function fetchSeries(metric: string, signal?: AbortSignal): Promise<SeriesInfo[]> {
  const answer = await getJson<{ series: SeriesInfo[] }>(
    apiUrl('series', [['metric', metric]]),
    signal,
  );
  return answer.series;
}

export interface RollupsQuery {
  metric: string;
  window: WindowName;
  /** ms since the epoch, inclusive. */
  from: number;
  /** ms since the epoch, exclusive. */
  to: number;
  match: [label: string, value: string][];
  /** One answer for all that match, instead of one per series. */
  merged: boolean;
}

/** What the page shows of a window. */
const AGGREGATES = 'count,sum,min,max,avg,increase,rate,p95';

/** The address of a rollups call. */
export function rollupsUrl(query: RollupsQuery): string {
  const parameters: [string, string][] = [
    ['metric', query.metric],
    ['window', query.window],
    ['from', String(query.from)],
    ['to', String(query.to)],
    ['agg', AGGREGATES],
    ...query.match.map(([label, value]): [string, string] => ['match', `${label}:${value}`]),
  ];
  if (query.merged) parameters.push(['by', '']);
  return apiUrl('rollups', parameters);
}

export function fetchRollups(query: RollupsQuery, signal?: AbortSignal): Promise<RollupsAnswer> {
  return getJson(rollupsUrl(query), signal);
}
