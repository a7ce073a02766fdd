import type { MessageKey } from '../i18n/en';
import { useI18n } from '../i18n/i18n';
import type { Route, View } from '../route/route';

interface Entry {
  /** Absent: the fleet. */
  view?: View;
  label: MessageKey;
}

const ENTRIES: Entry[] = [
  { label: 'app.fleet' },
  { view: 'explore', label: 'page.explore' },
  { view: 'tail', label: 'page.tail' },
  { view: 'status', label: 'page.status' },
  { view: 'rules', label: 'rules.heading' },
];

/** The pages; the present one is marked, and a server's is the fleet's. */
export function Navigation({ route }: { route: Route }) {
  const { t } = useI18n();
  return (
    <nav class="pages" aria-label={t('app.pages')}>
      {ENTRIES.map(({ view, label }) => (
        <a
          key={label}
          data-page
          href={view ? `?view=${view}` : './'}
          aria-current={view === route.view ? 'page' : undefined}
        >
          {t(label)}
        </a>
      ))}
    </nav>
  );
}
