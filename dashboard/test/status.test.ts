import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a script without types
import { DOCUMENT } from '../scripts/api-types.mjs';
import type { PipelineStatus, StatusReason } from '../src/api/types';
import { fill, type Values } from '../src/i18n/i18n';
import { messages } from '../src/status/messages';
import { reasonWords } from '../src/status/reason-words';
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

describe('reasons of the status', () => {
  const words = (language: 'en' | 'ko', reason: StatusReason) =>
    reasonWords(
      reason,
      (key: keyof typeof messages.en, values: Values = {}) => fill(messages[language][key], values),
      language,
    );
  const lag = (records: number): StatusReason => ({
    reason: 'lag',
    consumer: 'raw',
    topic: 'samples',
    partition: 3,
    records,
    seconds: 45,
    limit: 30,
    text: 'raw is behind',
  });

  it('are said in the language of the page', () => {
    expect(words('en', lag(48_211))).toBe(
      'raw is behind: in partition 3 of samples 48,211 records wait for it, for 45 s; the limit is 30 s.',
    );
    expect(words('en', lag(1))).toContain('1 record waits for it');
    expect(words('ko', lag(48_211))).toContain('파티션 3에서 레코드 48,211개가 45초째');
    const down = { reason: 'store-down', store: 'redis', text: 'redis does not answer: …' };
    expect(words('en', down)).toBe(
      'redis does not answer: every answer comes from ClickHouse, nothing is missing.',
    );
    expect(words('ko', down)).toMatch(/^redis 응답 없음: .*ClickHouse.*\.$/);
  });

  it('that the page does not know are said as the API says them', () => {
    expect(words('ko', { reason: 'new', text: 'Something new.' })).toBe('Something new.');
    const other = { reason: 'store-down', store: 'etcd', text: 'etcd does not answer.' };
    expect(words('ko', other)).toBe('etcd does not answer.');
  });

  it('are all known', () => {
    const { enum: all } = JSON.parse(readFileSync(DOCUMENT, 'utf8')).components.schemas.StatusReason
      .properties.reason;
    for (const reason of all) expect(messages.ko).toHaveProperty([`reason.${reason}`]);
    expect(all.length).toBeGreaterThan(10);
  });
});

describe('figures of the status', () => {
  it('are one or several', () => {
    const t = (key: keyof typeof messages.en, values: { count: string }) =>
      fill(messages.en[key], values);
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
