import type { StatusReason } from '../api/types';
import { formatCount } from '../format/numbers';
import type { Values } from '../i18n/i18n';
import { messages, type StatusKey } from './messages';

/** A reason in the reader's language; one that this page does not know, as the API says it. */
export function reasonWords(
  reason: StatusReason,
  t: (key: StatusKey, values?: Values) => string,
  locale: string,
): string {
  const key = `reason.${reason.reason}`;
  if (!isKnown(key)) return reason.text;
  const values: Values = {};
  for (const [name, value] of Object.entries(reason)) {
    values[name] = typeof value === 'number' ? formatCount(value, locale) : value;
  }
  if (reason.store) {
    const loss = `loss.${reason.store}`;
    if (!isKnown(loss)) return reason.text;
    values.loss = t(loss);
  }
  return t(key, values);
}

function isKnown(key: string): key is StatusKey {
  return Object.hasOwn(messages.en, key);
}
