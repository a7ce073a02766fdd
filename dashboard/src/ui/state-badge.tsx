import type { ServerState } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { CriticalIcon, GoneIcon, HealthyIcon, StaleIcon, WarningIcon } from './icons';

const ICONS = {
  critical: CriticalIcon,
  warning: WarningIcon,
  stale: StaleIcon,
  gone: GoneIcon,
  healthy: HealthyIcon,
};

/** The worst first. */
export const SERVER_STATES: ServerState[] = ['critical', 'warning', 'stale', 'gone', 'healthy'];

/** A server's state as a shape, a word and a colour. */
export function StateBadge({ state }: { state: ServerState }) {
  const { t } = useI18n();
  const StateIcon = ICONS[state] ?? GoneIcon;
  return (
    <span class={`badge badge-${state}`} title={t(`state.${state}.hint`)}>
      <StateIcon />
      {t(`state.${state}`)}
    </span>
  );
}
