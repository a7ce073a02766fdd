/** The JSON of the query API, as docs/ARCHITECTURE.md has it. */

import type { ApiNumber, Labels, WindowName, WindowValues } from '@tidegauge/client';

export type {
  ApiNumber,
  Labels,
  LiveFrame,
  LiveSeries,
  MetricKind,
  WindowName,
  WindowValues,
} from '@tidegauge/client';

/** The worst first. */
export type ServerState = 'critical' | 'warning' | 'stale' | 'gone' | 'healthy';

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
  /** Why it is not ok. */
  reasons: StatusReason[];
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

/** Which one it is, what it is about, and a sentence in English for whoever does not know the word. */
export interface StatusReason {
  reason: string;
  store?: string;
  topic?: string;
  group?: string;
  consumer?: string;
  partition?: number;
  records?: number;
  silent?: number;
  partitions?: number;
  seconds?: number;
  limit?: number;
  text: string;
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
  partitions: {
    partition: number;
    lag: number | null;
    /** For how long records wait for the consumer. */
    seconds?: number | null;
  }[];
}
