import { toNumber } from '../api/numbers';
import type { Server, ServerState } from '../api/types';
import { parseTime } from '../format/time';

export type SortColumn = 'server' | 'state' | 'seen' | 'cpu' | 'memory' | 'load' | 'series';
export interface Sort {
  column: SortColumn;
  ascending: boolean;
}

/** Troubled servers come first when sorted by state. */
const ORDER: Record<ServerState, number> = {
  critical: 0,
  warning: 1,
  stale: 2,
  gone: 3,
  healthy: 4,
};

export function serverName(server: Server): string {
  return server.hostname || server.id;
}

/** What people say of a server, as one line has it. */
export function labelsOf(server: Server): string[] {
  return [
    server.environment,
    server.role,
    server.location,
    server.owner,
    ...(server.tags ?? []),
  ].filter((label) => typeof label === 'string' && label !== '') as string[];
}

/** Servers whose name or any tag has every word of the query. */
export function matching(servers: Server[], query: string, state?: ServerState): Server[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return servers.filter((server) => {
    if (state && server.state !== state) return false;
    const text = [server.id, server.hostname, ...labelsOf(server)]
      .filter(Boolean)
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A sorted copy; servers without a value come last either way, equals by name. */
export function sorted(servers: Server[], { column, ascending }: Sort): Server[] {
  const sign = ascending ? 1 : -1;
  return [...servers].sort((a, b) => {
    if (column === 'server') return sign * byName(a, b);
    const left = sortValue(a, column);
    const right = sortValue(b, column);
    if (Number.isNaN(left) || Number.isNaN(right)) {
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || byName(a, b);
    }
    return sign * (left - right) || byName(a, b);
  });
}

function byName(a: Server, b: Server): number {
  return serverName(a).localeCompare(serverName(b), undefined, { numeric: true });
}

function sortValue(server: Server, column: Exclude<SortColumn, 'server'>): number {
  switch (column) {
    case 'state':
      return ORDER[server.state];
    case 'seen':
      return parseTime(server.lastSeen);
    case 'series':
      return server.series ?? Number.NaN;
    case 'load':
      return toNumber(server.values?.load1);
    default:
      return toNumber(server.values?.[column]);
  }
}

export function countByState(servers: Server[]): Record<ServerState, number> {
  const counts = { critical: 0, warning: 0, stale: 0, gone: 0, healthy: 0 };
  for (const { state } of servers) counts[state]++;
  return counts;
}
