import { describe, expect, it } from 'vitest';
import { messages as explore } from '../src/explore/messages';
import { en } from '../src/i18n/en';
import { type Catalogue, fill, preferredLanguage, translate } from '../src/i18n/i18n';
import { ko } from '../src/i18n/ko';
import { messages as status } from '../src/status/messages';
import { messages as tail } from '../src/tail/messages';

const parts = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('messages', () => {
  const catalogues: [string, Catalogue<string>][] = [
    ['common', { en, ko }],
    ['explore', explore],
    ['tail', tail],
    ['status', status],
  ];

  it.each(catalogues)('have the same parts in both languages: %s', (_, catalogue) => {
    for (const [key, text] of Object.entries(catalogue.en)) {
      const other = catalogue.ko[key] ?? '';
      expect(other.length, key).toBeGreaterThan(0);
      expect(parts(other), key).toEqual(parts(text));
    }
  });

  it.each(catalogues)('have no key in Korean that English lacks: %s', (_, catalogue) => {
    expect(Object.keys(catalogue.ko).sort()).toEqual(Object.keys(catalogue.en).sort());
  });

  it('are filled in', () => {
    expect(translate('en', 'fleet.count', { shown: 3, total: 14 })).toBe('3 of 14 servers');
    expect(translate('ko', 'fleet.count', { shown: 3, total: 14 })).toBe('서버 14대 중 3대');
    expect(translate('en', 'fleet.count')).toContain('{total}');
  });

  it('say one as one', () => {
    expect(translate('en', 'fleet.count', { shown: 0, total: 1 })).toBe('0 of 1 server');
    expect(translate('en', 'live.more', { count: 1 })).toBe('1 more series is not drawn.');
    expect(translate('en', 'live.more', { count: '1,001' })).toContain('are not drawn');
    expect(fill(tail.en.missed, { count: '1' })).toBe('1 new line since the pause');
    expect(fill(explore.en['metric.count'], { count: 2 })).toBe('2 metrics match');
    expect(fill(status.en.entries, { count: 0 })).toBe('0 entries');
  });

  it('are in the first of the languages that the browser prefers', () => {
    expect(preferredLanguage(['fr-FR', 'ko-KR', 'en'])).toBe('ko');
    expect(preferredLanguage(['en-GB', 'ko'])).toBe('en');
    expect(preferredLanguage(['fr'])).toBe('en');
  });
});
