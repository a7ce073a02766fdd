import { useEffect, useState } from 'preact/hooks';
import { FleetPage } from './fleet/fleet-page';
import { timeZone } from './format/time';
import { I18nContext, i18nFor, type Language, preferredLanguage, useI18n } from './i18n/i18n';
import { useRoute } from './route/navigate';
import type { Route } from './route/route';
import { LazyRules } from './rules/lazy-rules';
import { ServerPage } from './server/server-page';
import { ConnectionBanner, ConnectionPill } from './ui/connection-view';
import { LogoIcon, MoonIcon, SunIcon, SystemIcon } from './ui/icons';
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
  const place = route.server ?? t(route.view === 'rules' ? 'rules.heading' : 'app.fleet');

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = [route.metric, place, t('app.title')].filter(Boolean).join(' · ');
  }, [language, route.metric, place, t]);

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

function Page({ route }: { route: Route }) {
  if (route.view === 'rules') return <LazyRules />;
  if (route.server) return <ServerPage key={route.server} route={route} id={route.server} />;
  return <FleetPage route={route} />;
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
