import { describe, expect, it } from 'vitest';
import type { Rule } from '../src/api/health';
import { i18nFor } from '../src/i18n/i18n';
import { draftOf, NEW_RULE, newId, type RuleDraft, ruleOf, words } from '../src/rules/rule-draft';
import { duration, findingInWords, inWords, ruleName } from '../src/rules/rule-words';
import { detailsDraftOf, detailsOf } from '../src/server/details-draft';

const en = i18nFor('en');
const ko = i18nFor('ko');

const cpu: Rule = {
  id: 'cpu',
  name: 'CPU',
  signal: 'cpu',
  metric: null,
  match: [],
  compare: 'above',
  warning: 0.9,
  critical: 0.97,
  forSeconds: 60,
  enabled: true,
};
const free: Rule = {
  ...cpu,
  id: 'free',
  signal: 'metric',
  metric: 'pool_free_bytes',
  match: ['pool:a'],
  compare: 'below',
  warning: null,
  critical: 1024,
  forSeconds: 0,
};

describe('a rule in words', () => {
  it('says what, where the limits are and for how long', () => {
    expect(inWords(cpu, en)).toBe('CPU busy above 90% for 1 min: warning; above 97%: critical');
    expect(inWords(free, en)).toBe('pool_free_bytes {pool:a} below 1\u2009KiB: critical');
    expect(inWords(cpu, ko)).toBe('CPU 사용률 90% 초과, 1분 동안: 경고; 97% 초과: 위험');
  });

  it('names the two largest units of a time', () => {
    expect(duration(3_725, en)).toBe('1 hr 2 min');
    expect(duration(90, en)).toBe('1 min 30 sec');
    expect(duration(86_400, en)).toBe('24 hr');
  });

  it('has its default name in the language of the page until somebody names it otherwise', () => {
    const untouched = { ...cpu, name: 'CPU busy' };
    expect(ruleName(untouched, en)).toBe('CPU busy');
    expect(ruleName(untouched, ko)).toBe('CPU 사용률');
    expect(ruleName({ ...untouched, name: 'CPU' }, ko)).toBe('CPU');
    expect(ruleName({ ...untouched, id: 'cpu-2' }, ko)).toBe('CPU busy');
    const finding = { rule: 'cpu', level: 'warning', value: 0.93, limit: 0.9, since: '' } as const;
    expect(findingInWords(finding, [untouched], ko)).toBe('CPU 사용률: 현재 93%, 기준 90% 초과');
  });

  it('explains a finding, also of a rule that is not there any more', () => {
    const finding = { rule: 'cpu', level: 'warning', value: 0.93, limit: 0.9, since: '' } as const;
    expect(findingInWords(finding, [cpu], en)).toBe('CPU is 93%, above 90%');
    expect(findingInWords(finding, [], en)).toBe('cpu: 0.93, the limit is 0.9');
  });
});

describe('a rule being typed', () => {
  it('comes back as it was', () => {
    for (const rule of [cpu, free]) {
      expect(ruleOf(draftOf(rule), [])).toEqual({ rule });
    }
    expect(draftOf(cpu)).toMatchObject({ warning: '90', critical: '97' });
  });

  it('takes percentages as people type them', () => {
    const read = ruleOf({ ...draftOf(cpu), warning: ' 82,5 % ', critical: '' }, []);
    expect(read).toMatchObject({ rule: { warning: 0.825, critical: null } });
  });

  it('says what is wrong, by field', () => {
    const mistakes = (part: Partial<RuleDraft>) => {
      const read = ruleOf({ ...draftOf(cpu), ...part }, []);
      return 'mistakes' in read ? read.mistakes : {};
    };
    expect(mistakes({ name: ' ' })).toEqual({ name: 'rules.mistake.name' });
    expect(mistakes({ warning: '120' })).toEqual({ warning: 'rules.mistake.share' });
    expect(mistakes({ signal: 'load1', warning: 'much' })).toEqual({
      warning: 'rules.mistake.number',
    });
    expect(mistakes({ warning: '', critical: '' })).toEqual({ warning: 'rules.mistake.none' });
    expect(mistakes({ critical: '50' })).toEqual({ critical: 'rules.mistake.beyond.above' });
    expect(mistakes({ compare: 'below' })).toEqual({ critical: 'rules.mistake.beyond.below' });
    expect(mistakes({ forSeconds: '1.5' })).toEqual({ forSeconds: 'rules.mistake.seconds' });
    expect(mistakes({ signal: 'metric', match: 'a' })).toEqual({
      metric: 'rules.mistake.metric',
      match: 'rules.mistake.match',
    });
  });

  it('gets an id from its name that is not taken', () => {
    expect(newId('Mail queue (out)', [])).toBe('mail-queue-out');
    expect(newId('CPU', ['cpu', 'cpu-2'])).toBe('cpu-3');
    expect(newId('메일', [])).toBe('rule');
    expect(ruleOf({ ...NEW_RULE, name: 'Load', warning: '8' }, ['load'])).toMatchObject({
      rule: { id: 'load-2', signal: 'load1', warning: 8, critical: null, forSeconds: 60 },
    });
  });

  it('separates words by commas', () => {
    expect(words(' a:b, ,c:d ')).toEqual(['a:b', 'c:d']);
  });
});

describe('what people say of a server', () => {
  it('is typed as text, tags by commas, each once', () => {
    const draft = detailsDraftOf({ id: 'a', state: 'healthy', role: 'db', tags: ['x', 'y'] });
    expect(draft).toEqual({ environment: '', role: 'db', location: '', owner: '', tags: 'x, y' });
    expect(detailsOf({ ...draft, tags: ' x,y , x,,', owner: ' me ' })).toEqual({
      change: { environment: '', role: 'db', location: '', owner: 'me', tags: ['x', 'y'] },
    });
  });

  it('has not too many tags, and none that is too long', () => {
    const draft = detailsDraftOf({ id: 'a', state: 'healthy' });
    const many = Array.from({ length: 33 }, (_, index) => `t${index}`).join();
    expect(detailsOf({ ...draft, tags: many })).toEqual({ mistake: 'details.tags.many' });
    expect(detailsOf({ ...draft, tags: 'x'.repeat(65) })).toEqual({ mistake: 'details.tags.long' });
  });
});
