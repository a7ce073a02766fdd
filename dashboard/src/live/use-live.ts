import { useEffect, useRef, useState } from 'preact/hooks';
import { Conflater } from './conflate';
import { connection } from './connection';
import { LiveState } from './state';
import { LiveStream } from './stream';

/** A tab in the background lets go of its connection after this long: browsers allow only six to a host. */
const HIDDEN_MS = 30_000;

export interface Live {
  state: LiveState;
  /** Whether a snapshot has arrived. */
  ready: boolean;
}

/** Subscribes while the component is there; draws it again at most once per animation frame. */
export function useLive(url: string): Live {
  const [, setVersion] = useState(0);
  const live = useRef<Live & { url: string }>({ url: '', state: new LiveState(), ready: false });
  if (live.current.url !== url) live.current = { url, state: new LiveState(), ready: false };

  useEffect(() => {
    const current = live.current;
    const conflater = new Conflater((frame, whole) => {
      current.state.apply(frame, whole);
      current.ready ||= whole;
      setVersion((version) => version + 1);
    });
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
        onPhase: (phase, retryAt) => connection.report('stream', phase, retry, retryAt),
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
  }, [url]);

  return live.current;
}
