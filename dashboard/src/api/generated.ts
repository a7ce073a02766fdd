// Made from the OpenAPI document of the query API by `npm run api-types`; not to be edited.

export type NumberOrName = number | "NaN" | "+Inf" | "-Inf";

/** Without __name__. */
export type Labels = Record<string, string>;

export type Time = string;

export type Window = {
  start: Time;
  count?: number;
  sum?: NumberOrName;
  min?: NumberOrName;
  max?: NumberOrName;
  avg?: NumberOrName;
  stddev?: NumberOrName;
  first?: NumberOrName;
  last?: NumberOrName;
  increase?: NumberOrName;
  rate?: NumberOrName;
  final: boolean;
  [name: `p${number}`]: NumberOrName;
};

export type Rollups = {
  metric: string;
  window: "5m" | "15m" | "1h" | "24h";
  watermark: Time | null;
  series: Array<{
    labels: Labels;
    points: Array<Window>;
  }>;
};

export type Metrics = {
  metrics: Array<{
    name: string;
    kind: string;
    unit: string;
    series: number;
  }>;
};

export type SeriesList = {
  series: Array<{
    id: string;
    metric: string;
    labels: Labels;
    kind: string;
    unit: string;
    server: string;
    firstSeen: Time;
    lastSeen: Time;
  }>;
};

export type Server = {
  id: string;
  hostname: string;
  environment: string;
  role: string;
  location: string;
  owner: string;
  tags: Array<string>;
  state: ServerState;
  /** null where it is not known since when. */
  stateSince: Time | null;
  /** What rules say, the worst first; empty while it is stale or gone. */
  findings: Array<Finding>;
  lastSeen: Time | null;
  series: number;
  values: {
    cpu?: number;
    disk?: number;
    memory?: number;
    load1?: number;
  };
  /** Of one server only. */
  metrics?: Array<string>;
};

export type Servers = {
  /** unavailable: only live servers, without what people said of them. */
  metadata: "ok" | "unavailable";
  servers: Array<Server>;
};

export type ServerPatch = {
  environment?: string;
  role?: string;
  location?: string;
  owner?: string;
  /** All of them: what is left out is taken away. */
  tags?: Array<string>;
};

/** The worst first. */
export type ServerState = "critical" | "warning" | "stale" | "gone" | "healthy";

export type Finding = {
  rule: string;
  level: "warning" | "critical";
  value: NumberOrName;
  limit: number;
  since: Time;
};

export type RulePut = {
  /** That of the address, or left out. */
  id?: string;
  /** For people; the id unless given. */
  name?: string;
  signal: Signal;
  /** With the signal metric only. */
  metric?: string | null;
  /** label:value that the metric's series must have; of several series the worst counts. */
  match?: Array<string>;
  compare?: "above" | "below";
  warning?: number | null;
  /** Beyond warning. One of the two must be set. */
  critical?: number | null;
  /** How long a value must be over a limit before it counts, and as long, 30 s at the least, not over it before it counts no more. */
  forSeconds?: number;
  enabled?: boolean;
};

/** cpu, memory and disk (the fullest file system) are shares of one; metric is the newest sample of one. */
export type Signal = "cpu" | "memory" | "disk" | "load1" | "metric";

export type Rule = {
  id: string;
  name: string;
  signal: Signal;
  metric: string | null;
  match: Array<string>;
  compare: "above" | "below";
  warning: number | null;
  critical: number | null;
  forSeconds: number;
  enabled: boolean;
};

export type Rules = {
  rules: Array<Rule>;
};

export type Events = {
  events: Array<{
    id: string;
    time: Time;
    server: string;
    from: ServerState;
    to: ServerState;
    findings: Array<Finding>;
  }>;
};

export type MaybeTime = Time | null;

export type Status = {
  /** degraded: a store is away or something cannot be read; behind: freshness or a consumer's lag is over its limit. Where both hold, degraded. */
  state: "ok" | "degraded" | "behind";
  /** Why it is not ok; empty where it is. */
  reasons: Array<StatusReason>;
  time: Time;
  watermark: MaybeTime;
  /** Seconds between the newest watermark in live state and `time`; null where there is none. */
  freshness: number | null;
  /** Those that are there; empty where Kafka does not answer. */
  topics: Array<StatusTopic>;
  /** Of the topics that are there. */
  consumers: Array<StatusConsumer>;
  /** Samples of all tenants that came into open windows of this node's live state, over the last ten seconds; null where that is not known. */
  samplesPerSecond: number | null;
  stores: Array<StatusStore>;
  caches: Array<StatusCache>;
  /** Null where live state is still being read. */
  live: StatusLive | null;
  /** Null where the refusals have not been read, or the tenant's are not counted. */
  rejects: StatusRejects | null;
};

export type StatusReason = {
  reason: "not-gathered" | "store-down" | "store-recovering" | "live-not-ready" | "rejects-not-ready" | "rejects-not-counted" | "topic-missing" | "topic-forbidden" | "partitions-silent" | "group-forbidden" | "lag" | "freshness";
  /** Of store-down and store-recovering. */
  store?: string;
  /** Of topic-missing, topic-forbidden and partitions-silent: its whole name; of lag: its name in `topics`. */
  topic?: string;
  /** Of group-forbidden. */
  group?: string;
  /** Of lag. */
  consumer?: string;
  /** Of lag: where its oldest record waits. */
  partition?: number;
  /** Of lag: how many wait in that partition. */
  records?: number;
  /** Of partitions-silent: how many do not say how far they are. */
  silent?: number;
  /** Of partitions-silent: of how many. */
  partitions?: number;
  /** Of lag and freshness: for how long. */
  seconds?: number;
  /** Of lag and freshness: how long it may be, in seconds. */
  limit?: number;
  /** The same as a sentence, in English. */
  text: string;
};

export type StatusTopic = {
  name: "samples" | "rollups" | "live" | "rejects" | "revisions";
  /** Offsets a second over the last ten seconds: ticks and the markers of transactions are among them. */
  recordsPerSecond: number | null;
  /** Not known: null. */
  bytes: number | null;
  partitions: Array<{
    partition: number;
    begin: number;
    end: number;
    recordsPerSecond: number | null;
    watermark: MaybeTime;
  }>;
};

export type StatusConsumer = {
  name: "windows" | "raw" | "rollups" | "revisions" | "live";
  group: string;
  topic: string;
  /** Offsets from the committed one (of live: from this node's position) to the end; null where it is not known. */
  lag: number | null;
  partitions: Array<{
    partition: number;
    lag: number;
    /** For how long the oldest of them waits. */
    seconds: number;
  }>;
};

export type StatusStore = {
  name: "clickhouse" | "redis" | "postgres" | "kafka";
  state: "up" | "down" | "recovering";
  since: MaybeTime;
};

export type StatusCache = {
  name: string;
  hits: number;
  misses: number;
  entries: number | null;
};

export type StatusLive = {
  series: number;
  subscribers: number;
  nodes: number | null;
};

export type StatusRejects = {
  since: Time;
  total: number;
  reasons: Array<{
    reason: string;
    count: number;
    last: Time;
  }>;
};

export type LiveSeries = {
  id: string;
  metric: string;
  labels: Labels;
  kind: "gauge" | "counter" | "observation";
  server: string;
  timestamp: Time;
  value: NumberOrName;
  ended: boolean;
  windows: {
    "5m"?: Window;
    "15m"?: Window;
    "1h"?: Window;
    "24h"?: Window;
  };
  /** In the feed's updates only: closed windows that were computed again for late samples, since the position before. */
  revised?: Array<Window & {
    window: "5m" | "15m" | "1h" | "24h";
  }>;
};

export type Live = {
  /** In the feed only: how long this waited for the reader to take what came before, seconds; absent where it keeps up. */
  lag?: number;
  position: string;
  watermark: Time | null;
  series: Array<LiveSeries>;
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
};
