import type { ApiError } from '../api/client';
import { useMessages } from '../i18n/i18n';
import { type ExploreKey, messages } from './messages';

/** Reasons of problem documents that have words of their own, and what the page itself finds. */
const KNOWN = [
  'cut',
  'timeout',
  'unreachable',
  'invalid-parameter',
  'answer-too-large',
  'history-unavailable',
  'live-not-ready',
  'internal',
];

/** What a heading says of an error; the problem's own detail goes under it. */
export function problemKey(reason: string): ExploreKey {
  return (KNOWN.includes(reason) ? `problem.${reason}` : 'problem.failed') as ExploreKey;
}

/** An error in the place of the chart: what is wrong, and what the server says can be done. */
export function Problem({ error }: { error: ApiError }) {
  const t = useMessages(messages);
  return (
    <div class="chart-empty" role="alert" data-testid="problem">
      <p>
        <strong>{t(problemKey(error.reason))}</strong>
        {error.status > 0 && <span class="kind">HTTP {error.status}</span>}
      </p>
      <p>{error.message}</p>
    </div>
  );
}
