export { Backoff } from './backoff.js';
export { type Apply, Conflater } from './conflate.js';
export { type Feed, type FeedOptions, type Filter, feedUrl, subscribe } from './feed.js';
export { toKind, toNumber, toTime } from './numbers.js';
export { type LiveEntry, LiveState, type StateOptions } from './state.js';
export { LiveStream, type Source, type StreamOptions, type StreamPhase } from './stream.js';
export type {
  ApiNumber,
  Labels,
  LiveFrame,
  LiveSeries,
  MetricKind,
  Problem,
  SocketFrame,
  SocketOperation,
  Unavailable,
  WindowName,
  WindowValues,
} from './types.js';
