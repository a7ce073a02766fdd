import type { Rule } from '../api/health';
import type { Finding } from '../api/types';
import { formatAgo, parseTime } from '../format/time';
import { useI18n } from '../i18n/i18n';
import { useNow } from '../live/use-now';
import { findingInWords } from '../rules/rule-words';
import { StateBadge } from '../ui/state-badge';

/** Why a server is in trouble, the worst first. */
export function Findings({ findings, rules }: { findings: Finding[]; rules: Rule[] }) {
  const i18n = useI18n();
  const now = useNow();
  if (findings.length === 0) return null;
  return (
    <ul class="findings" aria-label={i18n.t('findings.heading')} data-testid="findings">
      {findings.map((finding) => (
        <li key={finding.rule}>
          <StateBadge state={finding.level} />
          <span>{findingInWords(finding, rules, i18n)}</span>
          <time class="muted" dateTime={finding.since}>
            {i18n.t('findings.since', {
              ago: formatAgo(parseTime(finding.since), now, i18n.locale),
            })}
          </time>
        </li>
      ))}
    </ul>
  );
}
