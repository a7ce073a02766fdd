import type { Compare, Rule, Signal } from '../api/health';
import type { MessageKey } from '../i18n/en';
import { isShare } from './rule-words';

/** A rule as it is being typed: shares as percentages, everything else as text. */
export interface RuleDraft {
  id?: string;
  name: string;
  signal: Signal;
  metric: string;
  match: string;
  compare: Compare;
  warning: string;
  critical: string;
  forSeconds: string;
  enabled: boolean;
}

export type Field = 'name' | 'metric' | 'match' | 'warning' | 'critical' | 'forSeconds';
export type Mistakes = Partial<Record<Field, MessageKey>>;

export const NEW_RULE: RuleDraft = {
  name: '',
  signal: 'load1',
  metric: '',
  match: '',
  compare: 'above',
  warning: '',
  critical: '',
  forSeconds: '60',
  enabled: true,
};

export function draftOf(rule: Rule): RuleDraft {
  const limit = (value: number | null) =>
    value === null
      ? ''
      : String(isShare(rule.signal) ? Number((value * 100).toPrecision(12)) : value);
  return {
    id: rule.id,
    name: rule.name,
    signal: rule.signal,
    metric: rule.metric ?? '',
    match: rule.match.join(', '),
    compare: rule.compare,
    warning: limit(rule.warning),
    critical: limit(rule.critical),
    forSeconds: String(rule.forSeconds),
    enabled: rule.enabled,
  };
}

/** What the draft says as a rule; or what is wrong with it, by field. */
export function ruleOf(draft: RuleDraft, taken: string[]): { rule: Rule } | { mistakes: Mistakes } {
  const mistakes: Mistakes = {};
  const metric = draft.signal === 'metric';
  const warning = limitOf(draft.warning, draft.signal);
  const critical = limitOf(draft.critical, draft.signal);
  const seconds = Number(draft.forSeconds.trim() || '0');
  const match = metric ? words(draft.match) : [];
  if (!draft.name.trim()) mistakes.name = 'rules.mistake.name';
  if (metric && !draft.metric.trim()) mistakes.metric = 'rules.mistake.metric';
  if (match.some((each) => each.indexOf(':') < 1)) mistakes.match = 'rules.mistake.match';
  if (warning === undefined) mistakes.warning = limitMistake(draft.signal);
  if (critical === undefined) mistakes.critical = limitMistake(draft.signal);
  if (warning === null && critical === null) mistakes.warning = 'rules.mistake.none';
  if (typeof warning === 'number' && typeof critical === 'number') {
    const beyond = draft.compare === 'above' ? critical > warning : critical < warning;
    if (!beyond) mistakes.critical = `rules.mistake.beyond.${draft.compare}`;
  }
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 86_400) {
    mistakes.forSeconds = 'rules.mistake.seconds';
  }
  if (Object.keys(mistakes).length > 0) return { mistakes };
  return {
    rule: {
      id: draft.id ?? newId(draft.name, taken),
      name: draft.name.trim(),
      signal: draft.signal,
      metric: metric ? draft.metric.trim() : null,
      match,
      compare: draft.compare,
      warning: warning ?? null,
      critical: critical ?? null,
      forSeconds: seconds,
      enabled: draft.enabled,
    },
  };
}

function limitMistake(signal: Signal): MessageKey {
  return isShare(signal) ? 'rules.mistake.share' : 'rules.mistake.number';
}

/** null where nothing is typed, undefined where it is no limit. */
function limitOf(text: string, signal: Signal): number | null | undefined {
  const typed = text.trim().replace(/%$/, '').trim();
  if (typed === '') return null;
  const value = Number(typed.replace(',', '.'));
  if (!Number.isFinite(value)) return undefined;
  if (!isShare(signal)) return value;
  return value >= 0 && value <= 100 ? Number((value / 100).toPrecision(12)) : undefined;
}

/** Comma-separated words. */
export function words(text: string): string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
}

/** An id from a name, one that is not taken. */
export function newId(name: string, taken: string[]): string {
  const plain =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 56) || 'rule';
  let id = plain;
  for (let number = 2; taken.includes(id); number++) id = `${plain}-${number}`;
  return id;
}
