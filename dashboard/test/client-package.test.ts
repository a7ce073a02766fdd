import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { feedUrl, type LiveState, type Source, subscribe } from '@tidegauge/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A connection whose events the test sends. */
class TestSource implements Source {
  readyState = 1;
  onopen: ((event: Event) => unknown) | null = null;
  onerror: ((event: Event) => unknown) | null = null;
  closed = false;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => unknown>();

  addEventListener(type: string, listener: (event: MessageEvent<string>) => unknown): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    this.closed = true;
  }

  send(type: string, lastEventId: string, data: unknown): void {
    const event = { data: JSON.stringify(data), lastEventId } as MessageEvent<string>;
    this.listeners.get(type)?.(event);
  }
}

const series = (id: string, second: number, value: number) => ({
  id,
  metric: 'm',
  labels: { host: id },
  kind: 'gauge',
  server: id,
  timestamp: new Date(1_700_000_000_000 + second * 1000).toISOString(),
  value,
});

/** What a page sees of a feed: values by series, each time that they change. */
function watched(subscribing: typeof subscribe) {
  const source = new TestSource();
  const seen: Record<string, number>[] = [];
  const waiting: (() => void)[] = [];
  let resets = 0;
  const feed = subscribing({
    filter: { metrics: ['m'] },
    open: () => source,
    schedule: (callback) => waiting.push(callback),
    cancel: () => waiting.splice(0),
    onChange: (state: LiveState) =>
      seen.push(Object.fromEntries([...state.entries].map(([id, { value }]) => [id, value]))),
    onReset: () => resets++,
  });
  const frame = () => {
    for (const callback of waiting.splice(0)) callback();
  };
  return { feed, source, seen, frame, resets: () => resets };
}

function follows(subscribing: typeof subscribe): void {
  const { feed, source, seen, frame, resets } = watched(subscribing);
  source.send('snapshot', '1', { series: [series('a', 1, 1), series('b', 1, 2)] });
  source.send('update', '2', { series: [series('a', 2, 3)] });
  source.send('update', '3', { series: [series('b', 0, 99)] });
  frame();
  source.send('reset', '', { reason: 'too old' });
  source.send('snapshot', '9', { series: [series('b', 5, 7)] });
  frame();
  source.send('update', '10', { series: [series('b', 6, 8)] });
  feed.close();
  frame();
  expect(seen).toEqual([{ a: 3, b: 2 }, { b: 7 }]);
  expect(resets()).toBe(1);
  expect(source.closed).toBe(true);
}

describe('the client package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegauge-client-'));
  beforeAll(() => {
    const tsc = join('node_modules', '.bin', 'tsc');
    execFileSync(tsc, ['-p', 'client', '--outDir', folder], { stdio: 'pipe' });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps the state of a feed, conflated, through a reset', () => follows(subscribe));

  it('does the same as it is published, without a bundler', async () => {
    const url = pathToFileURL(join(folder, 'index.js')).href;
    const published = (await import(/* @vite-ignore */ url)) as { subscribe: typeof subscribe };
    follows(published.subscribe);
  }, 60_000);

  it('asks for what the filter says', () => {
    const onChange = () => {};
    expect(feedUrl({ onChange })).toBe('api/v1/live/stream');
    expect(
      feedUrl({
        base: 'https://tide.example/',
        filter: { metrics: ['a b'], servers: ['s'], match: { mode: 'x:y' }, windows: ['5m'] },
        maxRate: 0.5,
        onChange,
      }),
    ).toBe(
      'https://tide.example/api/v1/live/stream?metric=a%20b&server=s&match=mode%3Ax%3Ay&window=5m&maxRate=0.5',
    );
  });
});
