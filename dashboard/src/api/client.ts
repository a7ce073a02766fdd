import type {
  MetricInfo,
  PipelineStatus,
  RollupsAnswer,
  SeriesInfo,
  Server,
  ServerDetail,
  WindowName,
} from './types';

/** A call that was not answered, or answered with an error. */
export class ApiError extends Error {
  /** The HTTP status; 0 where there was no answer at all. */
  readonly status: number;
  /**
   * The last part of the problem's type, such as `answer-too-large`; `timeout`, `unreachable` and `cut` where there was no
   * answer, or not the whole of one; else empty.
   */
  readonly reason: string;

  constructor(message: string, status: number, reason = '') {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.reason = reason;
  }
}

const TIMEOUT_MS = 15_000;
/** Of a download, which may be large. */
const DOWNLOAD_MS = 300_000;

/** Address of an API call, relative to the page so that a path prefix is kept. */
export function apiUrl(path: string, parameters: [name: string, value: string][] = []): string {
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `api/v1/${path}${query ? `?${query}` : ''}`;
}

/** GETs JSON. Fails with {@link ApiError}, or with an AbortError when the signal says so. */
export function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  return get(url, 'application/json', (response) => response.json() as Promise<T>, signal);
}

/** GETs something else than JSON, as a whole. Fails as {@link getJson} does. */
export function getBlob(url: string, accept: string): Promise<Blob> {
  return get(url, accept, (response) => response.blob(), undefined, DOWNLOAD_MS);
}

async function get<T>(
  url: string,
  accept: string,
  read: (response: Response) => Promise<T>,
  signal?: AbortSignal,
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { accept },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw noAnswer(error);
  }
  if (!response.ok) throw await problemOf(response);
  try {
    return await read(response);
  } catch (error) {
    if (signal?.aborted) throw error;
    if (isTimeout(error)) throw noAnswer(error);
    throw new ApiError(messageOf(error), 0, 'cut');
  }
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
    throw noAnswer(error);
  }
  if (!response.ok) throw await problemOf(response);
  return response.status === 204 ? undefined : response.json();
}

/** What an RFC 9457 problem document says, or else the status line. */
async function problemOf(response: Response): Promise<ApiError> {
  const body = await response.text();
  try {
    const problem = JSON.parse(body) as { type?: string; detail?: string; title?: string };
    const text = problem.detail ?? problem.title;
    const reason = /^urn:tidegauge:problem:([a-z-]+)$/.exec(problem.type ?? '')?.[1];
    if (text) return new ApiError(text, response.status, reason);
  } catch {
    // Not JSON: a proxy's page, say. The status line says more than its markup.
  }
  return new ApiError(`HTTP ${response.status} ${response.statusText}`.trim(), response.status);
}

function noAnswer(error: unknown): ApiError {
  return new ApiError(messageOf(error), 0, isTimeout(error) ? 'timeout' : 'unreachable');
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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

export async function fetchMetrics(prefix: string, signal?: AbortSignal): Promise<MetricInfo[]> {
  const parameters: [string, string][] = prefix ? [['prefix', prefix]] : [];
  return (await getJson<{ metrics: MetricInfo[] }>(apiUrl('metrics', parameters), signal)).metrics;
}

export function fetchStatus(signal?: AbortSignal): Promise<PipelineStatus> {
  return getJson(apiUrl('status'), signal);
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
