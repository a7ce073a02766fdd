import { useEffect, useRef, useState } from 'preact/hooks';
import { LiveState } from './state';
import { subscribe } from './subscribe';

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
    return subscribe(url, {
      onFrame: (frame, whole) => {
        current.state.apply(frame, whole);
        current.ready ||= whole;
        setVersion((version) => version + 1);
      },
    });
  }, [url]);

  return live.current;
}
