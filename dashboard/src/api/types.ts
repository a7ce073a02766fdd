/** The JSON of the query API, as docs/ARCHITECTURE.md has it. */

/** A number; those that JSON cannot hold come as strings. */
export type ApiNumber = number | 'NaN' | '+Inf' | '-Inf' | null;

export type WindowName = '5m' | '15m' | '1h' | '24h';
export type MetricKind = 'gauge' | 'counter' | 'observation';
export type ServerState = 'healthy' | 'stale' | 'gone';
export type Labels = Record<string, string>;

/** One window of one series, or of several merged. */
export interface WindowValues {
  start: string;
  count?: number;
  sum?: ApiNumber;
  min?: ApiNumber;
  max?: ApiNumber;
  avg?: ApiNumber;
  first?: ApiNumber;
  last?: ApiNumber;
  increase?: ApiNumber;
  /** Increase per second, of an open window up to the watermark. */
  rate?: ApiNumber;
  p50?: ApiNumber;
  p90?: ApiNumber;
  p95?: ApiNumber;
  p99?: ApiNumber;
  stddev?: ApiNumber;
  final?: boolean;
}

export interface RollupsAnswer {
  metric: string;
  window: WindowName;
  watermark?: string | null;
  series: { labels: Labels; points: WindowValues[] }[];
}

export interface Server {
  id: string;
  hostname?: string | null;
  environment?: string | null;
  role?: string | null;
  location?: string | null;
  state: ServerState;
  lastSeen?: string | null;
  series?: number;
  /** `cpu` and `memory` are shares of one; `load1` is the load average. */
  values?: Partial<Record<'cpu' | 'memory' | 'load1', ApiNumber>>;
}

export interface ServerDetail extends Server {
  metrics?: string[];
}

export interface SeriesInfo {
  id: string;
  metric: string;
  labels: Labels;
  kind?: string;
  unit?: string | null;
  server?: string;
  lastSeen?: string;
}

export interface LiveSeries {
  id: string;
  metric: string;
  labels: Labels;
  kind?: string;
  server?: string;
  timestamp: string;
  value: ApiNumber;
  ended?: boolean;
  windows?: Partial<Record<WindowName, WindowValues | WindowValues[]>>;
}

/** A snapshot, or an update that names only what changed. */
export interface LiveFrame {
  position?: string;
  watermark?: string | null;
  series: LiveSeries[];
}

/** A metric of the catalogue. */
export interface MetricInfo {
  name: string;
  kind?: string;
  unit?: string | null;
  series: number;
}

/** `GET /api/v1/status`. What the node does not know is null, and said in `reasons`. */
export interface PipelineStatus {
  state: 'ok' | 'degraded' | 'behind';
  /** Why it is not ok, in sentences. */
  reasons: string[];
  time: string;
  /** The slowest partition's. */
  watermark: string | null;
  /** Seconds between now and the newest live entry's own time. */
  freshness: number | null;
  topics: TopicStatus[];
  consumers: ConsumerStatus[];
  samplesPerSecond: number | null;
  stores: { name: string; state: 'up' | 'down' | 'recovering'; since: string | null }[];
  caches: { name: string; hits: number; misses: number; entries: number | null }[];
  live: { series: number; subscribers: number; nodes: number | null } | null;
  /** The tenant's own, since the time given. */
  rejects: {
    since: string;
    total: number;
    reasons: { reason: string; count: number; last: string }[];
  } | null;
}

export interface TopicStatus {
  name: string;
  recordsPerSecond: number | null;
  bytes: number | null;
  partitions: PartitionStatus[];
}

export interface PartitionStatus {
  partition: number;
  begin: number | null;
  end: number | null;
  recordsPerSecond: number | null;
  watermark: string | null;
}

export interface ConsumerStatus {
  name: string;
  group: string;
  topic: string;
  lag: number | null;
  partitions: { partition: number; lag: number | null }[];
}
