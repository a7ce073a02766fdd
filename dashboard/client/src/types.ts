/** The JSON of the live feed. */

/** A number; those that JSON cannot hold come as strings. */
export type ApiNumber = number | 'NaN' | '+Inf' | '-Inf' | null;

export type WindowName = '5m' | '15m' | '1h' | '24h';
export type MetricKind = 'gauge' | 'counter' | 'observation';
export type Labels = Record<string, string>;

/** One window of one series, or of several merged. */
export interface WindowValues {
  /** RFC 3339 in UTC. */
  start: string;
  count?: number;
  sum?: ApiNumber;
  min?: ApiNumber;
  max?: ApiNumber;
  avg?: ApiNumber;
  stddev?: ApiNumber;
  first?: ApiNumber;
  last?: ApiNumber;
  increase?: ApiNumber;
  /** Increase per second, of an open window up to the watermark. */
  rate?: ApiNumber;
  p50?: ApiNumber;
  p90?: ApiNumber;
  p95?: ApiNumber;
  p99?: ApiNumber;
  /** Only a revision can change it. */
  final?: boolean;
}

/** The newest state of one series. */
export interface LiveSeries {
  id: string;
  metric: string;
  labels: Labels;
  kind?: string;
  server?: string;
  /** Of the newest sample, RFC 3339 in UTC. */
  timestamp: string;
  value: ApiNumber;
  /** It sends no more: forget it. */
  ended?: boolean;
  windows?: Partial<Record<WindowName, WindowValues | WindowValues[]>>;
  /** In updates: closed windows that were computed again for late samples. Whoever shows history reads it again then. */
  revised?: (WindowValues & { window: WindowName })[];
}

/** A snapshot, or an update that names only what changed. */
export interface LiveFrame {
  position?: string;
  watermark?: string | null;
  /** Seconds that the frame has waited for this reader; absent where the reader keeps up. */
  lag?: number;
  series: LiveSeries[];
}

/** Why the server cannot serve the feed now (RFC 9457). */
export interface Unavailable {
  title?: string;
  detail?: string;
}

/** Why something could not be done (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
}

/** What a client says over the WebSocket `/api/v1/live/ws`; `id` is its own name of the subscription. */
export type SocketOperation =
  | {
      op: 'subscribe';
      id: string;
      metric?: string | string[];
      match?: string | string[];
      server?: string | string[];
      window?: WindowName | WindowName[];
      since?: string;
      maxRate?: number;
    }
  /** Its name is free again once `unsubscribed` has come. */
  | { op: 'unsubscribe'; id: string };

/** What comes over the WebSocket. */
export type SocketFrame =
  | { id: string; event: 'snapshot' | 'update'; data: LiveFrame }
  /** A snapshot follows. */
  | { id: string; event: 'reset'; data: { reason: string } }
  /** Nothing of this subscription comes after it. */
  | { id: string; event: 'unsubscribed'; data: Record<string, never> }
  /** The connection goes on; the subscription that was asked for is not there. */
  | { id: string; event: 'error'; data: Problem };
