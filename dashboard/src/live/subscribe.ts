import {
  Conflater,
  type LiveFrame,
  LiveStream,
  type StreamPhase,
  type Unavailable,
} from '@tidegauge/client';
import { connection } from './connection';

/** A tab in the background lets go of its connection after this long: browsers allow only six to a host. */
const HIDDEN_MS = 30_000;

export interface Subscriber {
  /** At most once per animation frame. */
  onFrame: (frame: LiveFrame, whole: boolean) => void;
  onPhase?: (phase: StreamPhase) => void;
  /** What was known is gone; a snapshot follows. */
  onReset?: () => void;
  /** The server cannot serve this now, and why. */
  onUnavailable?: (problem: Unavailable) => void;
}

/**
 * Subscribes for a page: conflated to animation frames, let go of while the page is hidden, and told to the page's view of
 * its connections. Returns what ends it.
 */
export function subscribe(url: string, subscriber: Subscriber): () => void {
  const conflater = new Conflater(subscriber.onFrame);
  let stream: LiveStream | undefined;
  let hiding: ReturnType<typeof setTimeout> | undefined;
  const retry = () => stream?.retry();
  const open = () => {
    stream ??= new LiveStream({
      url,
      onFrame: (frame, whole) => {
        connection.touch();
        conflater.push(frame, whole);
      },
      onPhase: (phase, retryAt) => {
        connection.report('stream', phase, retry, retryAt);
        subscriber.onPhase?.(phase);
      },
      ...(subscriber.onReset ? { onReset: subscriber.onReset } : {}),
      ...(subscriber.onUnavailable ? { onUnavailable: subscriber.onUnavailable } : {}),
    });
  };
  const visibility = () => {
    clearTimeout(hiding);
    if (!document.hidden) {
      open();
      return;
    }
    hiding = setTimeout(() => {
      stream?.close();
      stream = undefined;
    }, HIDDEN_MS);
  };
  open();
  document.addEventListener('visibilitychange', visibility);
  addEventListener('online', retry);
  return () => {
    clearTimeout(hiding);
    document.removeEventListener('visibilitychange', visibility);
    removeEventListener('online', retry);
    stream?.close();
    conflater.close();
    connection.forget('stream');
  };
}
