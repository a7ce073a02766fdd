/** The JSON of the query API, as docs/ARCHITECTURE.md has it. */

/** A number; those that JSON cannot hold come as strings. */
export type ApiNumber = number | 'NaN' | '+Inf' | '-Inf' | null;

export type WindowName = '5m' | '15m' | '1h' | '24h';
export type MetricKind = 'gauge' | 'counter' | 'observation';
/** The worst first. */
export type ServerState = 'critical' | 'warning' | 'stale' | 'gone' | 'healthy';
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
  owner?: string | null;
  tags?: string[];
  state: ServerState;
  /** Not known where absent or null. */
  stateSince?: string | null;
  /** What rules say, the worst first. */
  findings?: Finding[];
  lastSeen?: string | null;
  series?: number;
  /** `cpu`, `memory` and `disk` are shares of one; `load1` is the load average. */
  values?: Partial<Record<'cpu' | 'memory' | 'disk' | 'load1', ApiNumber>>;
}

export interface Finding {
  /** The rule's id. */
  rule: string;
  level: 'warning' | 'critical';
  value: ApiNumber;
  limit: number;
  since: string;
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
