import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useI18n } from '../i18n/i18n';
import type { Route } from '../route/route';

export type PageComponent = ComponentType<{ route: Route }>;

interface LazyPageProps {
  route: Route;
  load: () => Promise<PageComponent>;
}

/** A page that is fetched when it is opened, so that the fleet is there sooner. */
export function LazyPage({ route, load }: LazyPageProps) {
  const { t } = useI18n();
  const [loaded, setLoaded] = useState<{ Page: PageComponent } | { problem: string }>();
  useEffect(() => {
    let gone = false;
    const tell = (result: { Page: PageComponent } | { problem: string }) => {
      if (!gone) setLoaded(result);
    };
    load().then(
      (Page) => tell({ Page }),
      (error: unknown) => tell({ problem: String(error) }),
    );
    return () => {
      gone = true;
    };
  }, [load]);

  if (!loaded) {
    return (
      <p class="card nothing" aria-busy="true">
        {t('history.loading')}
      </p>
    );
  }
  if ('Page' in loaded) return <loaded.Page route={route} />;
  // A new version may have taken the place of the one that this page is of.
  return (
    <div class="card nothing" role="alert">
      <p>{t('error.load', { problem: loaded.problem })}</p>
      <button type="button" onClick={() => location.reload()}>
        {t('history.retry')}
      </button>
    </div>
  );
}
