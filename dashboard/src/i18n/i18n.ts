import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en, type MessageKey } from './en';
import { ko } from './ko';

export type Language = 'en' | 'ko';
export type Values = Record<string, string | number>;
/** Messages by language. The pages that are loaded when they are opened bring their own. */
export type Catalogue<Key extends string> = Record<Language, Record<Key, string>>;

const common: Catalogue<MessageKey> = { en, ko };

const PART = /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g;

/**
 * The text with its `{name}` parts filled in; a part without a value stays as it is. Of
 * `{name|one|several}` the first is said where the value is 1.
 */
export function fill(text: string, values: Values): string {
  return text.replace(PART, (part: string, name: string, one?: string, several?: string) => {
    if (!(name in values)) return part;
    const value = String(values[name]);
    return (value === '1' ? one : several) ?? value;
  });
}

export function translate(language: Language, key: MessageKey, values: Values = {}): string {
  return fill(common[language][key], values);
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

/** A page's own messages in the present language. */
export function useMessages<Key extends string>(
  catalogue: Catalogue<Key>,
): (key: Key, values?: Values) => string {
  const { language } = useI18n();
  return (key, values = {}) => fill(catalogue[language][key], values);
}
