import { useEffect, useState } from 'preact/hooks';
import { ApiError, fetchRollups, type RollupsQuery } from '../api/client';
import type { RollupsAnswer, WindowName } from '../api/types';
import { RANGE_MS, type RangeName, WINDOW_MS } from '../route/route';
import type { Scope } from './scope';

/** Often enough for windows that become final; what moves in between comes over the live stream. */
const REFRESH_MS = 10_000;

export interface History {
  status: 'loading' | 'ready' | 'failed';
  answer?: RollupsAnswer;
  /** The range that was asked for, ms since the epoch. */
  from: number;
  to: number;
  error?: string;
  reload: () => void;
}

/** The windows that a range ending now touches, the open one included. */
export function rangeOf(window: WindowName, range: RangeName, now: number): [number, number] {
  const length = WINDOW_MS[window];
  const to = Math.floor(now / length) * length + length;
  return [to - Math.ceil(RANGE_MS[range] / length) * length, to];
}

/** Loads the history and keeps it fresh. While another window or range loads, the last answer to the same question stays. */
export function useHistory(
  metric: string,
  window: WindowName,
  range: RangeName,
  scope: Scope | undefined,
): History {
  const key = scope ? JSON.stringify([metric, window, range, scope.match, scope.merged]) : '';
  const [tries, setTries] = useState(0);
  const [loaded, setLoaded] = useState<Omit<History, 'reload'> & { key: string }>();

  useEffect(() => {
    if (!scope) return;
    const controller = new AbortController();
    const { signal } = controller;
    const load = async () => {
      const [from, to] = rangeOf(window, range, Date.now());
      const query: RollupsQuery = { metric, window, from, to, ...pick(scope) };
      try {
        const answer = await fetchRollups(query, signal);
        setLoaded({ key, status: 'ready', answer, from, to });
      } catch (thrown) {
        if (signal.aborted) return;
        const error = thrown instanceof ApiError ? thrown.message : String(thrown);
        // An answer that is already on the screen stays there: the connection's banner says what is wrong.
        setLoaded((before) =>
          before?.key === key && before.answer
            ? before
            : { key, status: 'failed', from, to, error },
        );
      }
    };
    const whenVisible = () => {
      if (!document.hidden) void load();
    };
    void load();
    const timer = setInterval(whenVisible, REFRESH_MS);
    document.addEventListener('visibilitychange', whenVisible);
    return () => {
      controller.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', whenVisible);
    };
  }, [key, tries]);

  const reload = () => setTries((count) => count + 1);
  if (!loaded || loaded.key !== key) {
    const [from, to] = rangeOf(window, range, Date.now());
    return { status: 'loading', from, to, reload };
  }
  return { ...loaded, reload };
}

function pick({ match, merged }: Scope): Pick<RollupsQuery, 'match' | 'merged'> {
  return { match, merged };
}
