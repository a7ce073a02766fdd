import { describe, expect, it } from 'vitest';
import type { LiveSeries } from '../src/api/types';
import { LiveState, MOST_SERIES } from '../src/live/state';

const at = (second: number) => new Date(1_700_000_000_000 + second * 1000).toISOString();

function series(
  id: string,
  second: number,
  value: number,
  more: Partial<LiveSeries> = {},
): LiveSeries {
  return {
    id,
    metric: 'm',
    labels: { host: 'a' },
    kind: 'gauge',
    timestamp: at(second),
    value,
    ...more,
  };
}

describe('the live state', () => {
  it('changes only what an update names', () => {
    const state = new LiveState();
    state.apply({ series: [series('a', 1, 10), series('b', 1, 20)] }, true);
    state.apply({ series: [series('b', 2, 21)] }, false);
    expect(state.entries.get('a')?.value).toBe(10);
    expect(state.entries.get('b')?.value).toBe(21);
    expect(state.newest).toBe(Date.parse(at(2)));
  });

  it('ignores a value that is older than the one it has', () => {
    const state = new LiveState();
    state.apply({ series: [series('a', 5, 10)] }, true);
    state.apply({ series: [series('a', 4, 99)] }, false);
    expect(state.entries.get('a')?.value).toBe(10);
  });

  it('forgets at a snapshot what that does not name, and keeps the points of what it does', () => {
    const state = new LiveState();
    state.apply({ series: [series('a', 1, 10), series('b', 1, 20)] }, true);
    state.apply({ series: [series('a', 2, 11)] }, true);
    expect([...state.entries.keys()]).toEqual(['a']);
    expect(state.entries.get('a')?.points.values).toEqual([10, 11]);
  });

  it('forgets a series that ended', () => {
    const state = new LiveState();
    state.apply({ series: [series('a', 1, 10)] }, true);
    state.apply({ series: [series('a', 2, 10, { ended: true, windows: {} })] }, false);
    expect(state.entries.size).toBe(0);
  });

  it('takes the revision of a closed window for the one that it keeps', () => {
    const state = new LiveState();
    const window = (start: number, count: number) => ({ start: at(start), count });
    state.apply({ series: [series('a', 1, 1, { windows: { '5m': window(0, 1) } })] }, true);
    state.apply({ series: [series('a', 301, 1, { windows: { '5m': window(300, 1) } })] }, false);
    const revised = [
      { window: '5m' as const, ...window(0, 7) },
      { window: '5m' as const, ...window(-300, 9) },
    ];
    state.apply({ series: [series('a', 302, 1, { revised })] }, false);
    const kept = state.entries.get('a')?.windows.get('5m') ?? [];
    expect(kept.map(({ count }) => count)).toEqual([7, 1]);
  });

  it('keeps windows by start, the newest of each', () => {
    const state = new LiveState();
    const window = (start: number, count: number) => ({ '5m': { start: at(start), count } });
    state.apply({ series: [series('a', 1, 1, { windows: window(0, 1) })] }, true);
    state.apply({ series: [series('a', 2, 1, { windows: window(0, 2) })] }, false);
    state.apply({ series: [series('a', 301, 1, { windows: window(300, 1) })] }, false);
    expect(
      state.entries
        .get('a')
        ?.windows.get('5m')
        ?.map(({ count }) => count),
    ).toEqual([2, 1]);
    for (let step = 2; step < 40; step++) {
      state.apply(
        { series: [series('a', step * 300, 1, { windows: window(step * 300, 1) })] },
        false,
      );
    }
    expect(state.entries.get('a')?.windows.get('5m')?.length).toBeLessThanOrEqual(6);
  });

  it('keeps the watermark until there is a newer one, and reads numbers that JSON cannot hold', () => {
    const state = new LiveState();
    state.apply({ series: [], watermark: at(7) }, true);
    state.apply({ series: [series('a', 8, 0, { value: '+Inf' })] }, false);
    expect(state.watermark).toBe(Date.parse(at(7)));
    expect(state.entries.get('a')?.value).toBe(Number.POSITIVE_INFINITY);
  });

  it('is bounded, and counts what found no room', () => {
    const state = new LiveState();
    const many = Array.from({ length: MOST_SERIES + 3 }, (_, index) =>
      series(`s${index}`, 1, index),
    );
    state.apply({ series: many }, true);
    expect(state.entries.size).toBe(MOST_SERIES);
    expect(state.dropped).toBe(3);
  });
});
