import { useEffect, useState } from 'preact/hooks';
import { FleetPage } from './fleet/fleet-page';
import { timeZone } from './format/time';
import {
  type I18n,
  I18nContext,
  i18nFor,
  type Language,
  preferredLanguage,
  useI18n,
} from './i18n/i18n';
import { useRoute } from './route/navigate';
import type { Route, View } from './route/route';
import { ServerPage } from './server/server-page';
import { ConnectionBanner, ConnectionPill } from './ui/connection-view';
import { LogoIcon, MoonIcon, SunIcon, SystemIcon } from './ui/icons';
import { LazyPage, type PageComponent } from './ui/lazy-page';
import { Navigation } from './ui/navigation';
import { chooseTheme, type ThemeChoice, themeChoice } from './ui/theme';

const LANGUAGE_KEY = 'tidegauge.language';
const THEMES: ThemeChoice[] = ['system', 'light', 'dark'];
const THEME_ICONS = { system: SystemIcon, light: SunIcon, dark: MoonIcon };

export function App() {
  const route = useRoute();
  const [language, setLanguage] = useState<Language>(storedLanguage);
  const i18n = i18nFor(language, navigator.languages);
  const { t } = i18n;
  const place = titleOf(route, t);
  const metric = route.metric ?? new URLSearchParams(route.search).get('metric');

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = [metric, place, t('app.title')].filter(Boolean).join(' · ');
  }, [language, metric, place, t]);

  const switchLanguage = () => {
    const next = language === 'en' ? 'ko' : 'en';
    localStorage.setItem(LANGUAGE_KEY, next);
    setLanguage(next);
  };

  return (
    <I18nContext.Provider value={i18n}>
      <a class="skip" href="#main">
        {t('app.skip')}
      </a>
      <header class="top">
        <a class="brand" data-page href="./">
          <LogoIcon />
          {t('app.title')}
        </a>
        <Navigation route={route} />
        <ConnectionPill />
        <div class="top-tools">
          <button
            type="button"
            class="quiet"
            lang={language === 'en' ? 'ko' : 'en'}
            onClick={switchLanguage}
            data-testid="language"
          >
            {t('app.language')}
          </button>
          <ThemeButton />
        </div>
      </header>
      <ConnectionBanner />
      <main id="main" tabIndex={-1}>
        <Page route={route} />
      </main>
      <footer class="foot">{t('app.times', { zone: timeZone() })}</footer>
    </I18nContext.Provider>
  );
}

/** Fetched when they are opened. */
const PAGES: Partial<Record<View, () => Promise<PageComponent>>> = {
  explore: () => import('./explore/explore-page').then((module) => module.ExplorePage),
  tail: () => import('./tail/tail-page').then((module) => module.TailPage),
  status: () => import('./status/status-page').then((module) => module.StatusPage),
  rules: () => import('./rules/rules-page').then((module) => module.RulesPage),
};

function Page({ route }: { route: Route }) {
  const load = route.view && PAGES[route.view];
  if (load) return <LazyPage key={route.view} route={route} load={load} />;
  if (route.server) return <ServerPage key={route.server} route={route} id={route.server} />;
  return <FleetPage route={route} />;
}

function titleOf({ server, view }: Route, t: I18n['t']): string {
  if (server) return server;
  if (view === 'rules') return t('rules.heading');
  return t(view ? `page.${view}` : 'app.fleet');
}

function storedLanguage(): Language {
  const stored = localStorage.getItem(LANGUAGE_KEY);
  return preferredLanguage(stored ? [stored] : navigator.languages);
}

function ThemeButton() {
  const { t } = useI18n();
  const [choice, setChoice] = useState(themeChoice);
  const ThemeIcon = THEME_ICONS[choice];
  const next = THEMES[(THEMES.indexOf(choice) + 1) % THEMES.length] ?? 'system';
  const label = t('app.theme', { theme: t(`theme.${choice}`) });
  return (
    <button
      type="button"
      class="quiet icon-button"
      title={label}
      aria-label={label}
      data-testid="theme"
      onClick={() => {
        chooseTheme(next);
        setChoice(next);
      }}
    >
      <ThemeIcon />
    </button>
  );
}
