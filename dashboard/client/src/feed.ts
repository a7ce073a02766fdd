import { Conflater } from './conflate.js';
import { LiveState } from './state.js';
import { LiveStream, type Source, type StreamPhase } from './stream.js';
import type { Unavailable } from './types.js';

/** Which series; of each list any, of all lists every one. Nothing at all is every series. */
export interface Filter {
  metrics?: string[];
  servers?: string[];
  /** Labels that a series must have with a value; an empty value is a series without the label. */
  match?: Record<string, string>;
  /** Which windows come with the values; all where it is absent. */
  windows?: string[];
}

export interface FeedOptions {
  /** Where Tidegauge answers, such as `https://tide.example/`; the page's own origin where it is absent. */
  base?: string;
  filter?: Filter;
  /** Updates a second, from 0.1 to 10; the server's 4 where it is absent. */
  maxRate?: number;
  /** The state has changed; at most once per animation frame. */
  onChange: (state: LiveState) => void;
  /** `reconnecting` with the time of the next try, ms since the epoch, where one is waited for. */
  onPhase?: (phase: StreamPhase, retryAt?: number) => void;
  /** What was missed is not known any more; a snapshot follows. */
  onReset?: () => void;
  /** The server cannot serve this now; it is asked again when it said. */
  onUnavailable?: (problem: Unavailable) => void;
  /** How a connection is made; EventSource by default. */
  open?: (url: string) => Source;
  /** When changes are handed on; the next animation frame by default, the next timer turn where there are none. */
  schedule?: (callback: () => void) => number;
  cancel?: (handle: number) => void;
}

export interface Feed {
  readonly state: LiveState;
  /** Tries now instead of waiting. */
  retry: () => void;
  close: () => void;
}

/** Subscribes, keeps the state, and goes on after every interruption. */
export function subscribe(options: FeedOptions): Feed {
  const state = new LiveState();
  const conflater = new Conflater(
    (frame, whole) => {
      state.apply(frame, whole);
      options.onChange(state);
    },
    options.schedule,
    options.cancel,
  );
  const stream = new LiveStream({
    url: feedUrl(options),
    onFrame: (frame, whole) => conflater.push(frame, whole),
    onPhase: (phase, retryAt) => options.onPhase?.(phase, retryAt),
    ...(options.onReset ? { onReset: options.onReset } : {}),
    ...(options.onUnavailable ? { onUnavailable: options.onUnavailable } : {}),
    ...(options.open ? { open: options.open } : {}),
  });
  return {
    state,
    retry: () => stream.retry(),
    close: () => {
      stream.close();
      conflater.close();
    },
  };
}

/** The address of the stream. */
export function feedUrl({ base = '', filter = {}, maxRate }: FeedOptions): string {
  const parameters: [string, string][] = [
    ...(filter.metrics ?? []).map((value): [string, string] => ['metric', value]),
    ...(filter.servers ?? []).map((value): [string, string] => ['server', value]),
    ...Object.entries(filter.match ?? {}).map(([label, value]): [string, string] => [
      'match',
      `${label}:${value}`,
    ]),
    ...(filter.windows ?? []).map((value): [string, string] => ['window', value]),
    ...(maxRate === undefined ? [] : [['maxRate', String(maxRate)] as [string, string]]),
  ];
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${base.replace(/\/$/, '')}${base ? '/' : ''}api/v1/live/stream${query ? `?${query}` : ''}`;
}
