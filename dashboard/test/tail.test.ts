import { describe, expect, it } from 'vitest';
import type { LiveSeries } from '../src/api/types';
import { type SampleLine, TailBuffer } from '../src/tail/tail-buffer';
import { formatDelta, formatExact } from '../src/tail/tail-format';
import { labelText } from '../src/tail/tail-list';
import { formatTail, parseTail, type TailState, tailUrl } from '../src/tail/tail-route';
import { PhaseWatch } from '../src/tail/use-tail';

const at = (second: number) => new Date(1_700_000_000_000 + second * 1000).toISOString();

function series(id: string, second: number, value: number, more: Partial<LiveSeries> = {}) {
  return {
    id,
    metric: 'm',
    labels: { host: 'a' },
    server: 'a',
    timestamp: at(second),
    value,
    ...more,
  };
}
const samples = (buffer: TailBuffer) =>
  buffer.shown.filter((line): line is SampleLine => line.type === 'sample');
const values = (buffer: TailBuffer) => samples(buffer).map(({ value }) => value);

describe('the lines of a tail', () => {
  it('are in the order of their times, and say how each value moved', () => {
    const buffer = new TailBuffer(10);
    buffer.apply({ series: [series('b', 2, 20), series('a', 1, 10)] }, true);
    buffer.apply({ series: [series('a', 3, 11), series('b', 3, 19)] }, false);
    buffer.apply({ series: [series('a', 4, 11)] }, false);
    expect(samples(buffer).map(({ value, move }) => [value, move])).toEqual([
      [10, 'first'],
      [20, 'first'],
      [11, 'up'],
      [19, 'down'],
      [11, 'same'],
    ]);
    expect(buffer.newest).toBe(Date.parse(at(4)));
  });

  it('leave out what is not newer: a resumed feed repeats nothing', () => {
    const buffer = new TailBuffer(10);
    buffer.apply({ series: [series('a', 2, 10)] }, true);
    buffer.apply({ series: [series('a', 2, 10)] }, true);
    buffer.apply({ series: [series('a', 1, 9)] }, false);
    expect(values(buffer)).toEqual([10]);
  });

  it('begin anew for a series that ended or that a snapshot does not name', () => {
    const buffer = new TailBuffer(10);
    buffer.apply({ series: [series('a', 1, 1), series('b', 1, 1)] }, true);
    buffer.apply({ series: [series('a', 2, 1, { ended: true })] }, false);
    buffer.apply({ series: [series('a', 3, 5)] }, true);
    buffer.apply({ series: [series('b', 4, 5)] }, false);
    expect(samples(buffer).map(({ move }) => move)).toEqual(['first', 'first', 'first', 'first']);
  });

  it('are bounded, the newest stay', () => {
    const buffer = new TailBuffer(3);
    for (let second = 1; second <= 9; second++) {
      buffer.apply({ series: [series('a', second, second)] }, false);
    }
    expect(values(buffer)).toEqual([7, 8, 9]);
    buffer.resize(2);
    expect(values(buffer)).toEqual([8, 9]);
    const many = Array.from({ length: 50 }, (_, index) => series(`s${index}`, 10 + index, index));
    buffer.apply({ series: many }, false);
    expect(values(buffer)).toEqual([48, 49]);
  });

  it('stand still while it is paused, and what comes is counted', () => {
    const buffer = new TailBuffer(3);
    buffer.apply({ series: [series('a', 1, 1)] }, true);
    buffer.pause();
    for (let second = 2; second <= 9; second++) {
      buffer.apply({ series: [series('a', second, second)] }, false);
    }
    expect(values(buffer)).toEqual([1]);
    expect(buffer.missed).toBe(8);
    buffer.resume();
    expect(values(buffer)).toEqual([7, 8, 9]);
    expect(buffer.missed).toBe(0);
  });

  it('can be cleared without forgetting what values were', () => {
    const buffer = new TailBuffer(3);
    buffer.apply({ series: [series('a', 1, 1)] }, true);
    buffer.clear();
    expect(buffer.shown).toHaveLength(0);
    buffer.apply({ series: [series('a', 2, 2)] }, false);
    expect(samples(buffer)[0]?.move).toBe('up');
  });

  it('have what happened to the feed among them, and are never numbered twice', () => {
    const buffer = new TailBuffer(10);
    buffer.apply({ series: [series('a', 1, 1)] }, true);
    buffer.note('lost', 1);
    buffer.note('reset', 2);
    buffer.apply({ series: [series('a', 2, 1)] }, true);
    expect(buffer.shown.map(({ type }) => type)).toEqual(['sample', 'event', 'event', 'sample']);
    expect(new Set(buffer.shown.map(({ sequence }) => sequence)).size).toBe(4);
  });
});

describe('the phases of a connection', () => {
  it('are told once as lost and once as back', () => {
    const watch = new PhaseWatch();
    const phases = [
      'connecting',
      'live',
      'reconnecting',
      'reconnecting',
      'connecting',
      'live',
      'live',
      'reconnecting',
    ] as const;
    expect(phases.map((phase) => watch.next(phase))).toEqual([
      undefined,
      undefined,
      'lost',
      undefined,
      undefined,
      'resumed',
      undefined,
      'lost',
    ]);
  });
});

describe('the address of a tail', () => {
  const state: TailState = {
    metrics: ['node_load1', 'a b'],
    servers: ['web-1'],
    match: [['mode', 'a:b']],
    order: 'last',
    lines: 500,
  };

  it('restores it, and is the subscription', () => {
    expect(parseTail(formatTail(state))).toEqual(state);
    expect(tailUrl('live/stream', state)).toBe(
      'api/v1/live/stream?metric=node_load1&metric=a%20b&server=web-1&match=mode%3Aa%3Ab&window=5m',
    );
  });

  it('gives what is missing or wrong its default', () => {
    expect(parseTail('metric=&lines=7&newest=middle&match=x')).toEqual({
      metrics: [],
      servers: [],
      match: [],
      order: 'first',
      lines: 200,
    });
    expect(formatTail(parseTail(''))).toBe('view=tail');
  });
});

describe('what a line says', () => {
  it('is the value as it was sent, and by how much it moved', () => {
    expect(formatExact(1234567.125, 'en')).toBe('1,234,567.125');
    expect(formatExact(59_136_944_004.742325, 'en')).toBe('59,136,944,005');
    expect(formatExact(1_120_067.351115, 'en')).toBe('1,120,067.351');
    expect(formatExact(0.00000012, 'en')).toBe('1.200000e-7');
    expect(formatExact(Number.NaN, 'en')).toBe('NaN');
    expect(formatExact(Number.NEGATIVE_INFINITY, 'en')).toBe('−∞');
    expect(formatDelta(0.1, 0.4, 'en')).toBe('+0.3');
    expect(formatDelta(2, 0.5, 'en')).toBe('−1.5');
    expect(formatDelta(2, 2, 'en')).toBe('=');
    expect(formatDelta(Number.NaN, 2, 'en')).toBe('');
  });

  it('has the labels that the line does not say already', () => {
    expect(labelText({ __name__: 'm', host: 'a', mode: 'idle' }, 'a')).toBe('mode=idle');
  });
});
