import { useRef } from 'preact/hooks';
import type { ApiError } from '../api/client';
import { usePoll } from '../live/use-poll';
import type { Aggregate } from './aggregates';
import { ask, type ExploreAnswer, queryOf } from './explore-query';
import type { ExploreState } from './explore-route';

/** Open windows move; a range with its times written out is looked at less often. */
const REFRESH_MS = 10_000;
const REFRESH_SPAN_MS = 30_000;

export interface Explored {
  /** The answer to what is asked, or while that is on its way the last one of the same metric. */
  shown?: ExploreAnswer;
  /** Another question is on its way. */
  busy: boolean;
  /** Why the last try failed; what is shown is from before it then. */
  error?: ApiError;
}

/** Asks what the state says, again and again. */
export function useExplore(state: ExploreState, aggregates: Aggregate[]): Explored {
  const { metric, window, range, span, match, by, compare, bands } = state;
  const key = JSON.stringify([
    metric,
    window,
    span ?? range,
    match,
    by,
    compare,
    bands,
    aggregates,
  ]);
  const { value, error } = usePoll(
    `explore/${key}`,
    (signal) => ask(queryOf(state, aggregates, Date.now()), compare, signal),
    span ? REFRESH_SPAN_MS : REFRESH_MS,
  );
  const last = useRef<ExploreAnswer | undefined>(undefined);
  if (value) last.current = value;
  const before = last.current?.query.metric === metric ? last.current : undefined;
  const shown = value ?? (error ? undefined : before);
  return { ...(shown ? { shown } : {}), busy: !value && !error, ...(error ? { error } : {}) };
}
