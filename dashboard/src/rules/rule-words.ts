import type { Rule, Signal } from '../api/health';
import { toNumber } from '../api/numbers';
import type { Finding } from '../api/types';
import { formatValue } from '../format/numbers';
import { unitOf } from '../format/units';
import { type I18n, translate } from '../i18n/i18n';

const SHARES: Signal[] = ['cpu', 'memory', 'disk'];

export function isShare(signal: Signal): boolean {
  return SHARES.includes(signal);
}

/** Its name; that of a default which nobody has named otherwise in the language of the page. */
export function ruleName({ id, name, signal }: Rule, { t }: I18n): string {
  const isDefault = id === signal && name === translate('en', `signal.${signal}`);
  return isDefault ? t(`signal.${signal}`) : name;
}

/** What a rule looks at. */
export function subject(rule: Rule, { t }: I18n): string {
  if (rule.signal !== 'metric') return t(`signal.${rule.signal}`);
  return rule.match.length > 0
    ? `${rule.metric} {${rule.match.join(', ')}}`
    : (rule.metric ?? t('signal.metric'));
}

/** A value or limit of a rule, with its unit. */
export function amount(rule: Rule, value: number, { locale }: I18n): string {
  if (isShare(rule.signal)) {
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
    return percent.format(value);
  }
  return formatValue(value, rule.metric ? unitOf(rule.metric) : 'none', locale);
}

/** "1 min", "1 h 30 min": the two largest units that it has. */
export function duration(seconds: number, { locale }: I18n): string {
  const parts: [number, 'hour' | 'minute' | 'second'][] = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor((seconds % 3600) / 60), 'minute'],
    [seconds % 60, 'second'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    )
    .join(' ');
}

/** "CPU busy above 90% for 1 min: warning; above 97%: critical" */
export function inWords(rule: Rule, i18n: I18n): string {
  const { t } = i18n;
  const levels = (['warning', 'critical'] as const).flatMap((level) => {
    const limit = rule[level];
    if (limit === null) return [];
    const side = t(`rules.${rule.compare}`, { limit: amount(rule, limit, i18n) });
    return [{ side, level: t(`level.${level}`) }];
  });
  const [first, ...others] = levels;
  if (!first) return subject(rule, i18n);
  const values = { what: subject(rule, i18n), ...first };
  const begin =
    rule.forSeconds > 0
      ? t('rules.wordsFor', { ...values, duration: duration(rule.forSeconds, i18n) })
      : t('rules.words', values);
  return [begin, ...others.map((other) => t('rules.wordsAlso', other))].join('; ');
}

/** "CPU busy is 93%, above 90%"; by the rule's id alone where the rule is not known. */
export function findingInWords(finding: Finding, rules: Rule[], i18n: I18n): string {
  const { t } = i18n;
  const rule = rules.find(({ id }) => id === finding.rule);
  const value = toNumber(finding.value);
  if (!rule) {
    const show = (number: number) => formatValue(number, 'none', i18n.locale);
    return t('finding.plain', {
      rule: finding.rule,
      value: show(value),
      limit: show(finding.limit),
    });
  }
  return t('finding.words', {
    rule: ruleName(rule, i18n),
    value: amount(rule, value, i18n),
    limit: t(`rules.${rule.compare}`, { limit: amount(rule, finding.limit, i18n) }),
  });
}
