import { Conflater } from '@tidegauge/client';
import { describe, expect, it } from 'vitest';
import type { LiveFrame, LiveSeries } from '../src/api/types';

function series(id: string, value: number, more: Partial<LiveSeries> = {}): LiveSeries {
  return { id, metric: 'm', labels: {}, timestamp: '2026-01-01T00:00:00Z', value, ...more };
}

/** Animation frames that come when the test says so. */
function frames() {
  const waiting: (() => void)[] = [];
  const applied: { frame: LiveFrame; whole: boolean }[] = [];
  const conflater = new Conflater(
    (frame, whole) => applied.push({ frame, whole }),
    (callback) => waiting.push(callback),
    () => waiting.splice(0),
  );
  return {
    conflater,
    applied,
    waiting,
    next: () => {
      for (const callback of waiting.splice(0)) callback();
    },
  };
}

describe('conflation', () => {
  it('applies once per frame, with the latest of each series', () => {
    const { conflater, applied, waiting, next } = frames();
    conflater.push({ series: [series('a', 1), series('b', 1)] }, false);
    conflater.push({ series: [series('a', 2)], watermark: '2026-01-01T00:00:05Z' }, false);
    expect(waiting).toHaveLength(1);
    expect(applied).toHaveLength(0);
    next();
    expect(applied).toHaveLength(1);
    expect(applied[0]?.frame.series.map(({ id, value }) => [id, value])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(applied[0]?.frame.watermark).toBe('2026-01-01T00:00:05Z');
    expect(applied[0]?.whole).toBe(false);
  });

  it('drops at a snapshot what was waiting', () => {
    const { conflater, applied, next } = frames();
    conflater.push({ series: [series('old', 1)] }, false);
    conflater.push({ series: [series('a', 1)] }, true);
    conflater.push({ series: [series('b', 2)] }, false);
    next();
    expect(applied).toHaveLength(1);
    expect(applied[0]?.whole).toBe(true);
    expect(applied[0]?.frame.series.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('tells how long the newest frame has waited, and no more once the page keeps up', () => {
    const { conflater, applied, next } = frames();
    conflater.push({ series: [series('a', 1)], lag: 2.5 }, false);
    next();
    conflater.push({ series: [series('a', 2)] }, false);
    next();
    expect(applied.map(({ frame }) => frame.lag)).toEqual([2.5, undefined]);
  });

  it('never lets an older value take the place of a newer one', () => {
    const { conflater, applied, next } = frames();
    conflater.push({ series: [series('a', 2, { timestamp: '2026-01-01T00:00:02Z' })] }, false);
    conflater.push({ series: [series('a', 1, { timestamp: '2026-01-01T00:00:01Z' })] }, false);
    next();
    expect(applied[0]?.frame.series.map(({ value }) => value)).toEqual([2]);
  });

  it('keeps windows that only the earlier frame named', () => {
    const { conflater, applied, next } = frames();
    const start = '2026-01-01T00:00:00Z';
    conflater.push({ series: [series('a', 1, { windows: { '1h': { start, count: 9 } } })] }, false);
    conflater.push({ series: [series('a', 2, { windows: { '5m': { start, count: 3 } } })] }, false);
    next();
    expect(Object.keys(applied[0]?.frame.series[0]?.windows ?? {}).sort()).toEqual(['1h', '5m']);
  });

  it('keeps revisions of closed windows that only the earlier frame told', () => {
    const { conflater, applied, next } = frames();
    const revised = (second: number) => [
      { window: '5m' as const, start: `2026-01-01T00:0${second}:00Z`, count: second },
    ];
    conflater.push({ series: [series('a', 1, { revised: revised(1) })] }, false);
    conflater.push({ series: [series('a', 2)] }, false);
    conflater.push({ series: [series('a', 3, { revised: revised(2) })] }, false);
    next();
    expect(applied[0]?.frame.series[0]?.revised?.map(({ count }) => count)).toEqual([1, 2]);
  });

  it('starts again after a frame, and does nothing once closed', () => {
    const { conflater, applied, next } = frames();
    conflater.push({ series: [series('a', 1)] }, true);
    next();
    conflater.push({ series: [series('a', 2)] }, false);
    next();
    expect(applied.map(({ whole }) => whole)).toEqual([true, false]);
    conflater.push({ series: [series('a', 3)] }, false);
    conflater.close();
    next();
    expect(applied).toHaveLength(2);
  });
});
