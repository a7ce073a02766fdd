import type { ServerState } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { GoneIcon, HealthyIcon, StaleIcon } from './icons';

const ICONS = { healthy: HealthyIcon, stale: StaleIcon, gone: GoneIcon };

export const SERVER_STATES: ServerState[] = ['healthy', 'stale', 'gone'];

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
