import { describe, expect, it } from 'vitest';
import type { PipelineStatus } from '../src/api/types';
import { messages } from '../src/status/messages';
import { hitShare, keptRecords, mostLag, SLOTS, StatusHistory } from '../src/status/status-history';
import { formatRate, subscribers } from '../src/status/status-tiles';

function status(second: number, more: Partial<PipelineStatus> = {}): PipelineStatus {
  return {
    state: 'ok',
    reasons: [],
    time: new Date(1_700_000_000_000 + second * 1000).toISOString(),
    watermark: null,
    freshness: null,
    topics: [{ name: 'samples', recordsPerSecond: second, bytes: null, partitions: [] }],
    consumers: [
      { name: 'windows', group: 'g', topic: 'samples', lag: second, partitions: [] },
      { name: 'raw', group: 'g', topic: 'samples', lag: null, partitions: [] },
    ],
    samplesPerSecond: second,
    stores: [],
    caches: [],
    live: null,
    rejects: null,
    ...more,
  };
}

describe('the small lines of the status', () => {
  it('keep the last minutes of every figure, with gaps where it is not known', () => {
    const history = new StatusHistory();
    for (let second = 1; second <= SLOTS + 7; second++) history.record(status(second));
    expect(history.of('rate')).toHaveLength(SLOTS);
    expect(history.of('rate').at(-1)).toBe(SLOTS + 7);
    expect(history.of('topic/samples').at(-1)).toBe(SLOTS + 7);
    expect(history.of('consumer/windows').at(0)).toBe(8);
    expect(history.of('consumer/raw').every(Number.isNaN)).toBe(true);
    expect(history.of('freshness').every(Number.isNaN)).toBe(true);
    expect(history.of('nothing')).toEqual([]);
  });

  it('do not take the same answer twice', () => {
    const history = new StatusHistory();
    history.record(status(1));
    history.record(status(1));
    expect(history.of('rate')).toEqual([1]);
  });

  it('are bounded however many topics there are', () => {
    const history = new StatusHistory();
    const topics = Array.from({ length: 1_000 }, (_, index) => ({
      name: `t${index}`,
      recordsPerSecond: 1,
      bytes: null,
      partitions: [],
    }));
    history.record(status(1, { topics }));
    expect(history.of('topic/t10')).toEqual([1]);
    expect(history.of('topic/t999')).toEqual([]);
  });
});

describe('figures of the status', () => {
  it('are one or several', () => {
    const t = (key: keyof typeof messages.en, { count }: { count: string }) =>
      messages.en[key].replace('{count}', count);
    const live = (count: number) =>
      status(1, { live: { series: 1, subscribers: count, nodes: null } });
    expect(subscribers(live(1), t, 'en')).toBe('1 subscriber');
    expect(subscribers(live(1_200), t, 'en')).toBe('1,200 subscribers');
    expect(subscribers(status(1), t, 'en')).toBe('');
  });

  it('are the worst of those that are known', () => {
    expect(mostLag(status(5))).toBe(5);
    expect(mostLag(status(5, { consumers: [] }))).toBeNull();
  });

  it('are shares only of what was asked', () => {
    expect(hitShare({ hits: 3, misses: 1 })).toBe(0.75);
    expect(hitShare({ hits: 0, misses: 0 })).toBeNaN();
  });

  it('are sums only where all of it is known', () => {
    expect(
      keptRecords([
        { begin: 1, end: 4 },
        { begin: 0, end: 2 },
      ]),
    ).toBe(5);
    expect(keptRecords([{ begin: 1, end: null }])).toBeNull();
  });

  it('have a digit after the point while they are small', () => {
    expect(formatRate(12.34, 'en', '?')).toBe('12.3');
    expect(formatRate(5768.4, 'en', '?')).toBe('5,768');
    expect(formatRate(null, 'en', '?')).toBe('?');
  });
});
