import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en, type MessageKey } from './en';
import { ko } from './ko';

export type Language = 'en' | 'ko';
export type Values = Record<string, string | number>;

const catalogues: Record<Language, Record<MessageKey, string>> = { en, ko };

/** The message with its `{name}` parts filled in; a part without a value stays as it is. */
export function translate(language: Language, key: MessageKey, values: Values = {}): string {
  return catalogues[language][key].replace(/\{(\w+)\}/g, (part, name: string) =>
    name in values ? String(values[name]) : part,
  );
}

/** The first of the browser's languages that there is a catalogue for; English without one. */
export function preferredLanguage(preferences: readonly string[]): Language {
  for (const preference of preferences) {
    const base = preference.toLowerCase().split('-')[0];
    if (base === 'ko' || base === 'en') return base;
  }
  return 'en';
}

export interface I18n {
  language: Language;
  /** For Intl. English goes by the browser's own variant of it, so dates look as the reader expects. */
  locale: string;
  t: (key: MessageKey, values?: Values) => string;
}

export function i18nFor(language: Language, preferences: readonly string[] = []): I18n {
  const locale = preferences.find((p) => p.toLowerCase().split('-')[0] === language) ?? language;
  return { language, locale, t: (key, values) => translate(language, key, values) };
}

export const I18nContext = createContext<I18n>(i18nFor('en'));

export function useI18n(): I18n {
  return useContext(I18nContext);
}
