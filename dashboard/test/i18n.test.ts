import { describe, expect, it } from 'vitest';
import { en, type MessageKey } from '../src/i18n/en';
import { preferredLanguage, translate } from '../src/i18n/i18n';
import { ko } from '../src/i18n/ko';

const parts = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('messages', () => {
  it('have the same parts in both languages', () => {
    for (const key of Object.keys(en) as MessageKey[]) {
      expect(ko[key].length, key).toBeGreaterThan(0);
      expect(parts(ko[key]), key).toEqual(parts(en[key]));
    }
  });

  it('have no key in Korean that English lacks', () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
  });

  it('are filled in', () => {
    expect(translate('en', 'fleet.count', { shown: 3, total: 14 })).toBe('3 of 14 servers');
    expect(translate('ko', 'fleet.count', { shown: 3, total: 14 })).toBe('서버 14대 중 3대');
    expect(translate('en', 'fleet.count')).toContain('{total}');
  });

  it('are in the first of the languages that the browser prefers', () => {
    expect(preferredLanguage(['fr-FR', 'ko-KR', 'en'])).toBe('ko');
    expect(preferredLanguage(['en-GB', 'ko'])).toBe('en');
    expect(preferredLanguage(['fr'])).toBe('en');
  });
});
