import { useState } from 'preact/hooks';
import { useI18n } from '../i18n/i18n';

/** Where the gateways listen unless they are told otherwise. */
const INGEST_PORT = 4318;

/** The command that sends one sample over the native stream. */
export function firstSampleCommand(host: string): string {
  const sample = '{"metric":"temperature","labels":{"host":"my-laptop"},"value":21.5}';
  return [
    `echo '${sample}' |`,
    '  curl --http2-prior-knowledge -X POST -T - \\',
    `  -H 'Content-Type: application/x-ndjson' http://${host}:${INGEST_PORT}/v1/stream`,
  ].join('\n');
}

/** Nothing has been sent yet: says how to. Goes away by itself with the first sample. */
export function EmptyState() {
  const { t } = useI18n();
  const [copied, setCopied] = useState(false);
  const command = firstSampleCommand(location.hostname || 'localhost');
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    setCopied(true);
  };
  return (
    <section class="card empty" aria-labelledby="empty-heading" data-testid="empty">
      <Staff />
      <h1 id="empty-heading">{t('empty.heading')}</h1>
      <p>{t('empty.text')}</p>
      <div class="command">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled with the arrow keys */}
        <pre tabIndex={0}>
          <code>{command}</code>
        </pre>
        {/* The clipboard is there over https and on localhost only. */}
        {navigator.clipboard && (
          <button type="button" onClick={() => void copy()} aria-live="polite">
            {t(copied ? 'empty.copied' : 'empty.copy')}
          </button>
        )}
      </div>
      <p class="muted">{t('empty.then')}</p>
      <p class="muted">{t('empty.others', { port: INGEST_PORT })}</p>
      <p class="waiting" role="status">
        <span class="pulse" aria-hidden="true" />
        {t('empty.waiting')}
      </p>
    </section>
  );
}

function Staff() {
  return (
    <svg class="staff" viewBox="20 0 220 56" preserveAspectRatio="xMinYMid" aria-hidden="true">
      <path class="staff-mark" d="M24 4v48M24 10h10M24 20h16M24 30h10M24 40h16" />
      <path
        class="staff-water"
        d="M52 34c12-12 24-12 36 0s24 12 36 0 24-12 36 0 24 12 36 0 24-12 36 0"
      />
      <path class="staff-deep" d="M52 45c12-8 24-8 36 0s24 8 36 0 24-8 36 0 24 8 36 0 24-8 36 0" />
    </svg>
  );
}
