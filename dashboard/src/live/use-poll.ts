import { Backoff } from '@tidegauge/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { connection } from './connection';

export interface Polled<T> {
  value?: T;
  /** Why the last try failed, where it did; the value is the last good one. */
  error?: ApiError;
}

/**
 * Asks again and again while the page is visible: an interval after each answer, and with growing waits
 * after a failure. Tells the connection how it goes; an error that the server states on purpose (4xx) is no loss of connection.
 */
export function usePoll<T>(
  name: string,
  ask: (signal: AbortSignal) => Promise<T>,
  intervalMs: number,
): Polled<T> {
  const [polled, setPolled] = useState<Polled<T>>({});
  const latest = useRef(ask);
  latest.current = ask;

  useEffect(() => {
    setPolled({});
    const backoff = new Backoff();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let controller = new AbortController();
    const now = () => void once();
    const later = (wait: number) => {
      if (!document.hidden) timer = setTimeout(now, wait);
    };
    const once = async () => {
      clearTimeout(timer);
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      try {
        const value = await latest.current(signal);
        if (signal.aborted) return;
        backoff.reset();
        connection.report(name, 'live', now);
        setPolled({ value });
        later(intervalMs);
      } catch (thrown) {
        if (signal.aborted) return;
        const error = thrown instanceof ApiError ? thrown : new ApiError(String(thrown), 0);
        const wait = backoff.next();
        const stated = error.status >= 400 && error.status < 500;
        if (stated) connection.report(name, 'live', now);
        else connection.report(name, 'reconnecting', now, Date.now() + wait);
        setPolled((before) => ({ ...before, error }));
        later(wait);
      }
    };
    const visibility = () => {
      if (document.hidden) clearTimeout(timer);
      else now();
    };
    connection.report(name, 'connecting', now);
    now();
    document.addEventListener('visibilitychange', visibility);
    addEventListener('online', now);
    return () => {
      clearTimeout(timer);
      controller.abort();
      document.removeEventListener('visibilitychange', visibility);
      removeEventListener('online', now);
      connection.forget(name);
    };
  }, [name, intervalMs]);

  return polled;
}
