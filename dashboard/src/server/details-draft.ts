import type { ServerChange } from '../api/health';
import type { Server } from '../api/types';
import type { MessageKey } from '../i18n/en';

/** What people say of a server, as it is being typed. */
export interface DetailsDraft {
  environment: string;
  role: string;
  location: string;
  owner: string;
  /** Comma-separated. */
  tags: string;
}

const MOST_TAGS = 32;
const LONGEST_TAG = 64;

export function detailsDraftOf(server: Server): DetailsDraft {
  return {
    environment: server.environment ?? '',
    role: server.role ?? '',
    location: server.location ?? '',
    owner: server.owner ?? '',
    tags: (server.tags ?? []).join(', '),
  };
}

/** What is to be saved, or what is wrong with the tags. */
export function detailsOf(draft: DetailsDraft): { change: ServerChange } | { mistake: MessageKey } {
  const tags = [
    ...new Set(
      draft.tags
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ];
  if (tags.length > MOST_TAGS) return { mistake: 'details.tags.many' };
  if (tags.some((tag) => tag.length > LONGEST_TAG)) return { mistake: 'details.tags.long' };
  return {
    change: {
      environment: draft.environment.trim(),
      role: draft.role.trim(),
      location: draft.location.trim(),
      owner: draft.owner.trim(),
      tags,
    },
  };
}
