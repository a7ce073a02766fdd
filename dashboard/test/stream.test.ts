import { LiveStream, type Source, type StreamPhase, type Unavailable } from '@tidegauge/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveFrame } from '../src/api/types';

/** A connection whose events the test sends. */
class TestSource implements Source {
  readyState = 0;
  onopen: ((event: Event) => unknown) | null = null;
  onerror: ((event: Event) => unknown) | null = null;
  closed = false;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => unknown>();
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(type: string, listener: (event: MessageEvent<string>) => unknown): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.(new Event('open'));
  }

  send(type: string, lastEventId: string, frame: LiveFrame | Unavailable): void {
    const event = { data: JSON.stringify(frame), lastEventId } as MessageEvent<string>;
    this.listeners.get(type)?.(event);
  }

  /** 0: the browser tries again by itself; 2: it has given up. */
  fail(readyState: 0 | 2): void {
    this.readyState = readyState;
    this.onerror?.(new Event('error'));
  }
}

function subscription() {
  const sources: TestSource[] = [];
  const phases: StreamPhase[] = [];
  const received: [LiveFrame, boolean][] = [];
  const stream = new LiveStream({
    url: 'api/v1/live/stream?metric=m',
    onFrame: (frame, whole) => received.push([frame, whole]),
    onPhase: (phase) => phases.push(phase),
    open: (url) => {
      const source = new TestSource(url);
      sources.push(source);
      return source;
    },
  });
  const newest = () => sources[sources.length - 1] as TestSource;
  return { stream, sources, phases, received, newest };
}

describe('the live stream', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is live once it is open, and tells snapshots from updates', () => {
    const { phases, received, newest } = subscription();
    newest().open();
    newest().send('snapshot', '1', { series: [] });
    newest().send('update', '2', { series: [] });
    newest().send('reset', '3', { series: [] });
    expect(phases).toEqual(['connecting', 'live']);
    expect(received.map(([, whole]) => whole)).toEqual([true, false]);
  });

  it('leaves a broken connection to the browser, which resumes it', () => {
    const { sources, phases, newest } = subscription();
    newest().open();
    newest().fail(0);
    newest().open();
    expect(sources).toHaveLength(1);
    expect(phases).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });

  it('opens a new one where the browser has given up, from the last position', () => {
    const { sources, newest } = subscription();
    newest().open();
    newest().send('snapshot', 'e1:7,8', { series: [] });
    newest().fail(2);
    expect(sources).toHaveLength(1);
    vi.advanceTimersByTime(1_001);
    expect(sources).toHaveLength(2);
    expect(newest().url).toBe('api/v1/live/stream?metric=m&since=e1%3A7%2C8');
    expect(sources[0]?.closed).toBe(true);
  });

  it('waits longer after each failure, and not at all when told to', () => {
    const { stream, sources, newest } = subscription();
    for (let round = 0; round < 3; round++) {
      newest().fail(2);
      vi.advanceTimersByTime(20_000);
    }
    expect(sources).toHaveLength(4);
    newest().fail(2);
    vi.advanceTimersByTime(4_000);
    expect(sources).toHaveLength(4);
    stream.retry();
    expect(sources).toHaveLength(5);
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(5);
  });

  it('is not live while the server is overloaded, and says why', () => {
    const problems: Unavailable[] = [];
    const phases: StreamPhase[] = [];
    const source = new TestSource('u');
    const stream = new LiveStream({
      url: 'u',
      onFrame: () => {},
      onPhase: (phase) => phases.push(phase),
      onUnavailable: (problem) => problems.push(problem),
      open: () => source,
    });
    source.open();
    source.send('unavailable', '', { detail: 'too many subscribers' });
    source.fail(0);
    stream.close();
    expect(problems).toEqual([{ detail: 'too many subscribers' }]);
    expect(phases).toEqual(['connecting', 'live', 'reconnecting', 'reconnecting']);
  });

  it('is silent once closed', () => {
    const { stream, sources, phases, newest } = subscription();
    const source = newest();
    source.fail(2);
    stream.close();
    source.fail(2);
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(1);
    expect(phases).toEqual(['connecting', 'reconnecting']);
  });
});
