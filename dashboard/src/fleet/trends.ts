import { toNumber } from '../api/numbers';
import type { Server } from '../api/types';

export const FIGURES = ['cpu', 'memory', 'load1'] as const;
export type Figure = (typeof FIGURES)[number];

/** Values that a small line has room for: two minutes, at one poll every two seconds. */
export const TREND_SLOTS = 60;
/** Servers whose trends are kept. */
const MOST_SERVERS = 2_000;
const NOTHING: readonly number[] = [];

/** The last figures of every server, as this page has seen them; bounded. */
export class Trends {
  private readonly trends = new Map<string, Record<Figure, number[]>>();

  /** Takes one answer's figures. A server that is gone keeps its last and gets no new ones. */
  record(servers: readonly Server[]): void {
    for (const server of servers) {
      if (server.state === 'gone') continue;
      let trend = this.trends.get(server.id);
      if (!trend) {
        if (this.trends.size >= MOST_SERVERS) continue;
        trend = { cpu: [], memory: [], load1: [] };
        this.trends.set(server.id, trend);
      }
      for (const figure of FIGURES) {
        trend[figure].push(toNumber(server.values?.[figure]));
        if (trend[figure].length > TREND_SLOTS) trend[figure].shift();
      }
    }
  }

  of(id: string, figure: Figure): readonly number[] {
    return this.trends.get(id)?.[figure] ?? NOTHING;
  }
}

/** The page's own; the fleet and a server's page draw from the same. */
export const trends = new Trends();
