import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import { connection } from './connection';

export interface Asked<T> {
  value?: T;
  /** Why the last try failed, where it did; the value is the last good one. */
  error?: ApiError;
  /** Asks now. */
  again: () => void;
}

/**
 * Asks now and then while the page is visible. For what a store may be away for: any answer is a connection, and what it says is the
 * caller's to show, unlike in {@link usePoll}.
 */
export function useAsked<T>(
  name: string,
  ask: (signal: AbortSignal) => Promise<T>,
  intervalMs: number,
): Asked<T> {
  const [state, setState] = useState<{ value?: T; error?: ApiError }>({});
  const latest = useRef(ask);
  latest.current = ask;
  const once = useRef(() => {});

  useEffect(() => {
    const source = `asked/${name}`;
    setState({});
    let timer: ReturnType<typeof setTimeout> | undefined;
    let controller = new AbortController();
    const again = () => once.current();
    once.current = async () => {
      clearTimeout(timer);
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      try {
        const value = await latest.current(signal);
        if (signal.aborted) return;
        connection.report(source, 'live', again);
        setState({ value });
      } catch (thrown) {
        if (signal.aborted) return;
        const error = thrown instanceof ApiError ? thrown : new ApiError(String(thrown), 0);
        if (error.status > 0) connection.report(source, 'live', again);
        else connection.report(source, 'reconnecting', again, Date.now() + intervalMs);
        setState((before) => ({ ...before, error }));
      }
      if (!document.hidden) timer = setTimeout(again, intervalMs);
    };
    const visibility = () => {
      if (document.hidden) clearTimeout(timer);
      else again();
    };
    again();
    document.addEventListener('visibilitychange', visibility);
    return () => {
      clearTimeout(timer);
      controller.abort();
      document.removeEventListener('visibilitychange', visibility);
      connection.forget(source);
    };
  }, [name, intervalMs]);

  return { ...state, again: () => once.current() };
}
