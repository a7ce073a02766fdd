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
  state: "healthy" | "stale" | "gone";
  lastSeen: Time | null;
  series: number;
  values: {
    cpu?: number;
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
};

export type Live = {
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
