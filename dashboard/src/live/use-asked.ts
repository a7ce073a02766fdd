import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/client';

export interface Asked<T> {
  value?: T;
  /** Why the last try failed, where it did; the value is the last good one. */
  error?: ApiError;
  /** Asks now. */
  again: () => void;
}

/**
 * Asks now and then while the page is visible. For what the page can do without: a failure is the caller's to show and no loss of
 * connection, unlike in {@link usePoll}.
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
    setState({});
    let timer: ReturnType<typeof setTimeout> | undefined;
    let controller = new AbortController();
    once.current = async () => {
      clearTimeout(timer);
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      try {
        const value = await latest.current(signal);
        if (!signal.aborted) setState({ value });
      } catch (thrown) {
        if (signal.aborted) return;
        const error = thrown instanceof ApiError ? thrown : new ApiError(String(thrown), 0);
        setState((before) => ({ ...before, error }));
      }
      if (!signal.aborted && !document.hidden) timer = setTimeout(once.current, intervalMs);
    };
    const visibility = () => {
      if (document.hidden) clearTimeout(timer);
      else once.current();
    };
    once.current();
    document.addEventListener('visibilitychange', visibility);
    return () => {
      clearTimeout(timer);
      controller.abort();
      document.removeEventListener('visibilitychange', visibility);
    };
  }, [name, intervalMs]);

  return { ...state, again: () => once.current() };
}
