import { describe, expect, it } from 'vitest';
import type { WindowValues } from '../src/api/types';
import { toSteps } from '../src/charts/history-chart';
import { summarise, toColumns, withLive } from '../src/history/columns';
import { completenessOf } from '../src/history/completeness';
import { rangeOf } from '../src/history/use-history';

const HOUR = 3_600_000;
const T = Date.UTC(2026, 0, 1);
const at = (minute: number) => new Date(T + minute * 60_000).toISOString();

function point(minute: number, more: Partial<WindowValues> = {}): WindowValues {
  return {
    start: at(minute),
    count: 10,
    sum: 20,
    min: 1,
    max: 3,
    avg: 2,
    p95: 2.9,
    final: true,
    ...more,
  };
}

describe('columns of a history', () => {
  it('have a row for every window, with gaps where there is nothing', () => {
    const columns = toColumns([point(0), point(10)], '5m', T, T + 900_000, 'gauge');
    expect(columns.starts).toEqual([T, T + 300_000, T + 600_000]);
    expect(columns.avg).toEqual([2, null, 2]);
    expect(columns.min).toEqual([1, null, 1]);
    expect(columns.count).toEqual([10, 0, 10]);
    expect(columns.final).toEqual([true, false, true]);
  });

  it('begin with the window that the range begins in', () => {
    expect(toColumns([], '1h', T + 1, T + HOUR, 'gauge').starts).toEqual([T]);
  });

  it('leave out what cannot be drawn', () => {
    const columns = toColumns(
      [point(0, { max: '+Inf', avg: 'NaN' })],
      '5m',
      T,
      T + 300_000,
      'gauge',
    );
    expect(columns.max).toEqual([null]);
    expect(columns.avg).toEqual([null]);
  });

  it("show a counter's rate as it is stated, or else by the part of the window that has passed", () => {
    const stated = point(0, { increase: 600, rate: 2.5 });
    const open = point(5, { increase: 60, final: false });
    const columns = toColumns([stated, open], '5m', T, T + 420_000, 'counter');
    expect(columns.avg).toEqual([2.5, 0.5]);
  });

  it('take an open window from the live state where that knows more', () => {
    const history = [point(0), point(5, { count: 4, final: false })];
    const merged = withLive(history, [
      point(5, { count: 6, final: false }),
      point(10, { count: 1 }),
    ]);
    expect(merged.map(({ count }) => count)).toEqual([10, 6, 1]);
    expect(withLive(history, [point(0, { count: 99 })]).map(({ count }) => count)).toEqual([10, 4]);
    expect(withLive(history, [point(5, { count: 3 })])[1]?.count).toBe(4);
  });

  it('are drawn as steps, each window by itself', () => {
    const columns = toColumns([point(0), point(10)], '5m', T, T + 900_000, 'gauge');
    const [x, , , , average] = toSteps(columns, '5m', false);
    expect(x).toEqual([T, T + 299_999, T + 300_000, T + 599_999, T + 600_000, T + 899_999]);
    expect(average).toEqual([2, 2, null, null, 2, 2]);
    expect(toSteps(columns, '5m', true)).toHaveLength(2);
  });
});

describe('the summary of a range', () => {
  it('weighs averages by their samples and leaves out what is outside', () => {
    const points = [
      point(-5, { max: 99 }),
      point(0, { count: 1, sum: 10, min: 10, max: 10, p95: 10 }),
      point(5, { count: 3, sum: 6, min: 1, max: 3 }),
    ];
    expect(summarise(points, T, T + 600_000)).toEqual({
      count: 4,
      min: 1,
      max: 10,
      avg: 4,
      p95: 10,
      increase: null,
    });
  });

  it('adds up increases', () => {
    const points = [point(0, { increase: 3 }), point(5, { increase: 4 })];
    expect(summarise(points, T, T + HOUR).increase).toBe(7);
  });

  it('says nothing of nothing', () => {
    expect(summarise([], T, T + HOUR)).toMatchObject({ count: 0, min: null, avg: null });
  });
});

describe('completeness', () => {
  it('is up to the end of the last window before one that is not final', () => {
    const points = [point(0), point(5), point(10, { final: false }), point(15)];
    const found = completenessOf(points, at(16), '5m', T + 17 * 60_000);
    expect(found.finalTo).toBe(T + 600_000);
    expect(found.behind).toBe(60_000);
    expect(found.late).toBe(false);
  });

  it('is late when the watermark is', () => {
    expect(completenessOf([], at(0), '5m', T + 121_000).late).toBe(true);
  });

  it('is unknown without a watermark', () => {
    const found = completenessOf([point(0, { final: false })], null, '5m', T);
    expect(found.finalTo).toBeNaN();
    expect(found.watermark).toBeNaN();
    expect(found.late).toBe(false);
  });
});

describe('a range that ends now', () => {
  it('ends with the open window and is aligned', () => {
    const [from, to] = rangeOf('15m', '6h', T + 61_000);
    expect(to).toBe(T + 900_000);
    expect(to - from).toBe(6 * HOUR);
  });
});
