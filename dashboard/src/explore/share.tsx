import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ApiError, getBlob } from '../api/client';
import { useMessages } from '../i18n/i18n';
import type { Aggregate } from './aggregates';
import { type ExploreQuery, exploreUrl, spanOf } from './explore-query';
import { type ExploreState, formatExplore, pinned } from './explore-route';
import { messages } from './messages';

interface ShareProps {
  state: ExploreState;
  aggregates: Aggregate[];
  /** What is on the screen; absent before there is anything. */
  query?: ExploreQuery;
}

/** Ways to take away what is seen: a link to just this, and its figures as CSV. */
export function Share({ state, aggregates, query }: ShareProps) {
  const t = useMessages(messages);
  const span = query ? { from: query.from, to: query.to } : spanOf(state, Date.now());
  const link = linkTo(location.href, pinned(state, span, aggregates));
  return (
    <div class="share">
      <CopyLink link={link} />
      {query && <CsvButton query={query} />}
      <span class="visually-hidden">{t('link.hint')}</span>
    </div>
  );
}

/** The clipboard is there over https and on localhost only; elsewhere the link can be copied by hand. */
function CopyLink({ link }: { link: string }) {
  const t = useMessages(messages);
  const [copied, setCopied] = useState('');
  const [shown, setShown] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(link);
    } catch {
      setShown(true);
      field.current?.select();
    }
  };
  useLayoutEffect(() => field.current?.select(), [shown]);
  return (
    <>
      <button
        type="button"
        title={t('link.hint')}
        aria-live="polite"
        data-link={link}
        data-testid="copy-link"
        onClick={() => void copy()}
      >
        {t(copied === link ? 'link.copied' : 'link.copy')}
      </button>
      {shown && <input ref={field} readOnly aria-label={t('link.field')} value={link} />}
    </>
  );
}

function CsvButton({ query }: { query: ExploreQuery }) {
  const t = useMessages(messages);
  const [state, setState] = useState<'idle' | 'busy' | { problem: string }>('idle');
  const download = async () => {
    setState('busy');
    try {
      save(await getBlob(exploreUrl(query), 'text/csv'), fileName(query));
      setState('idle');
    } catch (thrown) {
      setState({ problem: thrown instanceof ApiError ? thrown.message : String(thrown) });
    }
  };
  return (
    <>
      <button
        type="button"
        disabled={state === 'busy'}
        onClick={() => void download()}
        data-testid="csv"
      >
        {t(state === 'busy' ? 'csv.busy' : 'csv')}
      </button>
      {typeof state === 'object' && (
        <p class="note note-warn" role="alert">
          {t('csv.failed', { problem: state.problem })}
        </p>
      )}
    </>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken what it needs by the next task.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The page's own address with another query string. */
export function linkTo(page: string, state: ExploreState): string {
  const url = new URL(page);
  url.search = formatExplore(state);
  url.hash = '';
  return url.href;
}

/** Names that every file system takes. */
export function fileName({ metric, window, from, to }: ExploreQuery): string {
  const stamp = (time: number) => new Date(time).toISOString().slice(0, 16).replace(/[-:]/g, '');
  return `${metric.replace(/[^\w.-]/g, '_')}-${window}-${stamp(from)}-${stamp(to)}.csv`;
}
