import { Backoff } from './backoff.js';
import type { LiveFrame, Unavailable } from './types.js';

export type StreamPhase = 'connecting' | 'live' | 'reconnecting';

/** The part of EventSource that is used. */
export interface Source {
  readonly readyState: number;
  onopen: ((event: Event) => unknown) | null;
  onerror: ((event: Event) => unknown) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => unknown): void;
  close(): void;
}

export interface StreamOptions {
  url: string;
  /** `whole`: a snapshot, which stands for everything; otherwise only what changed. */
  onFrame: (frame: LiveFrame, whole: boolean) => void;
  onPhase: (phase: StreamPhase, retryAt?: number) => void;
  /** What was missed is not known any more; a snapshot follows. */
  onReset?: () => void;
  /** The server cannot serve this now; it is asked again when it said. */
  onUnavailable?: (problem: Unavailable) => void;
  open?: (url: string) => Source;
  now?: () => number;
}

const CLOSED = 2;

/**
 * One subscription to `/api/v1/live/stream`. A connection that breaks is taken up again by EventSource itself, with
 * Last-Event-ID, so that the server sends what was missed or says `reset`. One that the server refuses is
 * final for an EventSource: a new one is opened then, later and later, from the last position that is known.
 */
export class LiveStream {
  private readonly options: Required<StreamOptions>;
  private readonly backoff = new Backoff();
  private source: Source | undefined;
  private position = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: StreamOptions) {
    this.options = {
      open: (url) => new EventSource(url) as Source,
      now: () => Date.now(),
      onReset: () => {},
      onUnavailable: () => {},
      ...options,
    };
    this.connect('connecting');
  }

  /** Does not wait for the next try. */
  retry(): void {
    this.backoff.reset();
    this.connect('reconnecting');
  }

  close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
  }

  private connect(phase: StreamPhase): void {
    this.close();
    this.options.onPhase(phase);
    const source = this.options.open(this.resuming());
    this.source = source;
    source.onopen = () => {
      this.backoff.reset();
      this.options.onPhase('live');
    };
    source.onerror = () => this.broken(source);
    source.addEventListener('snapshot', (event) => this.receive(event, true));
    source.addEventListener('update', (event) => this.receive(event, false));
    // The snapshot that follows a reset replaces everything; until then what is on the screen is the best there is.
    source.addEventListener('reset', () => this.options.onReset());
    // The answer of an overload is a stream of this event alone: any other status would end an EventSource for good.
    source.addEventListener('unavailable', (event) => {
      this.options.onPhase('reconnecting');
      this.options.onUnavailable(JSON.parse(event.data) as Unavailable);
    });
  }

  private resuming(): string {
    const { url } = this.options;
    if (!this.position) return url;
    return `${url}${url.includes('?') ? '&' : '?'}since=${encodeURIComponent(this.position)}`;
  }

  private receive(event: MessageEvent<string>, whole: boolean): void {
    this.options.onFrame(JSON.parse(event.data) as LiveFrame, whole);
    // Only now: what could not be taken is asked for again.
    this.position = event.lastEventId || this.position;
  }

  private broken(source: Source): void {
    if (source !== this.source) return;
    if (source.readyState !== CLOSED) {
      this.options.onPhase('reconnecting');
      return;
    }
    const wait = this.backoff.next();
    this.options.onPhase('reconnecting', this.options.now() + wait);
    this.timer = setTimeout(() => this.connect('reconnecting'), wait);
  }
}
