import { useEffect, useState } from 'preact/hooks';

export type Phase = 'connecting' | 'live' | 'reconnecting';

interface SourceStatus {
  phase: Phase;
  retryAt: number | undefined;
  retry: () => void;
}

export interface ConnectionStatus {
  phase: Phase;
  /** When something was last received, ms since the epoch; NaN before. */
  lastGood: number;
  /** When the next try is due; absent while one is under way. */
  retryAt?: number;
}

/** How all that the page is connected to is doing, taken together: as well as the worst of it. */
class Connection {
  private readonly sources = new Map<string, SourceStatus>();
  private readonly listeners = new Set<() => void>();
  private lastGood = Number.NaN;

  status(): ConnectionStatus {
    let phase: Phase = 'live';
    let retryAt: number | undefined;
    for (const source of this.sources.values()) {
      if (source.phase === 'reconnecting') {
        phase = 'reconnecting';
        if (source.retryAt !== undefined) retryAt = Math.min(retryAt ?? Infinity, source.retryAt);
      } else if (source.phase === 'connecting' && phase === 'live') {
        phase = 'connecting';
      }
    }
    if (this.sources.size === 0) phase = 'connecting';
    const status: ConnectionStatus = { phase, lastGood: this.lastGood };
    if (retryAt !== undefined) status.retryAt = retryAt;
    return status;
  }

  report(name: string, phase: Phase, retry: () => void, retryAt?: number): void {
    this.sources.set(name, { phase, retryAt, retry });
    if (phase === 'live') this.lastGood = Date.now();
    this.notify();
  }

  /** Something arrived: cheap, tells nobody. */
  touch(): void {
    this.lastGood = Date.now();
  }

  forget(name: string): void {
    this.sources.delete(name);
    this.notify();
  }

  retryAll(): void {
    for (const source of [...this.sources.values()]) {
      if (source.phase === 'reconnecting') source.retry();
    }
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

export const connection = new Connection();

export function useConnection(): ConnectionStatus {
  const [status, setStatus] = useState(() => connection.status());
  useEffect(() => {
    const read = () => setStatus(connection.status());
    read();
    return connection.subscribe(read);
  }, []);
  return status;
}
