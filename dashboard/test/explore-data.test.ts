import { describe, expect, it } from 'vitest';
import { ApiError } from '../src/api/client';
import type { RollupsAnswer } from '../src/api/types';
import { linesOf, MOST_LINES, ranked, visibleSeries } from '../src/explore/drawn-lines';
import { trustOf } from '../src/explore/explore-completeness';
import { meanOf, newestRow, seriesKey, toData } from '../src/explore/explore-data';
import type { ExploreAnswer, ExploreQuery } from '../src/explore/explore-query';
import { problemKey } from '../src/explore/problem';
import { lastSeenOf } from '../src/explore/result';
import { formatChange } from '../src/explore/series-table';

const T = Date.UTC(2026, 0, 10, 12);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const at = (minute: number, shift = 0) => new Date(T + minute * MINUTE - shift).toISOString();

const query: ExploreQuery = {
  metric: 'm',
  window: '5m',
  match: [],
  from: T,
  to: T + 15 * MINUTE,
  aggregates: ['avg'],
  bands: false,
};

function answer(series: RollupsAnswer['series'], watermark: string | null = at(14)): RollupsAnswer {
  return { metric: 'm', window: '5m', watermark, series };
}

function line(host: string, values: [minute: number, avg: number, final?: boolean][], shift = 0) {
  const points = values.map(([minute, avg, final = true]) => ({
    start: at(minute, shift),
    avg,
    final,
  }));
  return { labels: { host, job: 'node' }, points };
}

function asked(more: Partial<ExploreAnswer> = {}): ExploreAnswer {
  return {
    query,
    compare: 'none',
    at: T + 15 * MINUTE,
    answer: answer([line('b', [[0, 1]]), line('a', [[5, 2]])]),
    ...more,
  };
}
const all = { only: [], hidden: [] };

describe('an answer as columns', () => {
  it('has a row for every window, and series by the labels that tell them apart', () => {
    const data = toData(asked());
    expect(data.starts).toEqual([T, T + 5 * MINUTE, T + 10 * MINUTE]);
    expect(data.series.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(data.series[0]?.values.avg).toEqual([null, 2, null]);
    expect(newestRow(data)).toBe(1);
    expect(newestRow(toData(asked({ answer: answer([]) })))).toBe(-1);
  });

  it('names a series that is alone by all of its labels', () => {
    const data = toData(asked({ answer: answer([line('b', [[0, 1]])]) }));
    expect(data.series[0]?.name).toBe('host=b job=node');
  });

  it('lays the day before on the same windows, and keeps series that only that one has', () => {
    const before = answer([line('a', [[0, 7]], DAY), line('c', [[10, 9]], DAY)]);
    const data = toData(asked({ compare: '1d', before }));
    expect(data.compared).toBe(true);
    expect(data.series.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(data.series[0]?.before?.avg).toEqual([7, null, null]);
    expect(data.series[1]?.before).toBeUndefined();
    expect(data.series[2]?.values.avg).toEqual([null, null, null]);
    expect(data.series[2]?.before?.avg).toEqual([null, null, 9]);
  });

  it('leaves out what is outside of the range and what cannot be drawn', () => {
    const points = [
      { start: at(-5), avg: 1 },
      { start: at(15), avg: 1 },
      { start: at(0), avg: 'NaN' as const },
    ];
    const data = toData(asked({ answer: answer([{ labels: {}, points }]) }));
    expect(data.series[0]?.values.avg).toEqual([null, null, null]);
  });

  it('has a key a series that depends on its labels and not on their order', () => {
    expect(seriesKey({ a: '1', b: '2' })).toBe(seriesKey({ b: '2', a: '1' }));
    expect(seriesKey({ a: '1' })).not.toBe(seriesKey({ a: '2' }));
    expect(seriesKey({})).toMatch(/^[0-9a-z]+$/);
  });

  it('averages what there is', () => {
    expect(meanOf([1, null, 3])).toBe(2);
    expect(meanOf([null])).toBeNaN();
    expect(meanOf(undefined)).toBeNaN();
  });
});

describe('the lines of the chart', () => {
  const many = toData(
    asked({
      answer: answer(Array.from({ length: 200 }, (_, index) => line(`h${index}`, [[0, index]]))),
    }),
  );

  it('are those of the highest series where there are too many', () => {
    const lines = linesOf(many, all);
    expect(lines).toHaveLength(MOST_LINES);
    expect(Math.min(...lines.map(({ column }) => column[0] ?? 0))).toBe(200 - MOST_LINES);
  });

  it('are those chosen, or all that are not hidden', () => {
    const [a, b] = toData(asked()).series.map(({ key }) => key);
    const data = toData(asked());
    const names = (choice: { only: string[]; hidden: string[] }) =>
      visibleSeries(data, choice).map(({ name }) => name);
    expect(names({ only: [b ?? ''], hidden: [b ?? ''] })).toEqual(['b']);
    expect(names({ only: [], hidden: [a ?? ''] })).toEqual(['b']);
    expect(names({ only: ['gone'], hidden: [] })).toEqual(['a', 'b']);
  });

  it('keep the colour of their series while others are hidden', () => {
    const data = toData(asked());
    const color = linesOf(data, all).find(({ column }) => column[0] === 1)?.color;
    const alone = linesOf(data, { only: [], hidden: [data.series[0]?.key ?? ''] });
    expect(alone[0]?.color).toBe(color);
    expect(color).toBe(1);
  });

  it('are told apart by colour where there is one series, by dashes where there are several', () => {
    const two: ExploreQuery = { ...query, aggregates: ['avg', 'max'] };
    const one = toData(asked({ query: two, answer: answer([line('a', [[0, 1]])]) }));
    expect(linesOf(one, all).map(({ color, dash }) => [color, dash])).toEqual([
      [0, 0],
      [1, 0],
    ]);
    const several = linesOf(toData(asked({ query: two })), all);
    expect(several.map(({ color, dash }) => [color, dash])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });

  it('have the other time below them, and of bands only its middle', () => {
    const before = answer([line('a', [[0, 7]], DAY)]);
    const data = toData(asked({ compare: '1d', before }));
    expect(linesOf(data, all).map(({ faint }) => faint)).toEqual([true, false, false]);
    const bands: ExploreQuery = { ...query, aggregates: ['p50', 'p90', 'p95', 'p99'], bands: true };
    const drawn = linesOf(toData(asked({ query: bands, compare: '1d', before })), all);
    expect(drawn.map(({ aggregate, faint }) => [aggregate, faint])).toEqual([
      ['p50', true],
      ['p50', false],
      ['p90', false],
      ['p95', false],
      ['p99', false],
    ]);
    expect(new Set(drawn.map(({ series }) => series)).size).toBe(1);
  });

  it('are ranked by their average, those without one last', () => {
    const data = toData(
      asked({ answer: answer([line('b', [[0, 1]]), line('a', []), line('c', [[0, 5]])]) }),
    );
    expect(ranked(data.series, 'avg').map(({ name }) => name)).toEqual(['c', 'b', 'a']);
    expect(ranked(data.series, undefined)).toBe(data.series);
  });
});

describe('how far an answer can be relied on', () => {
  const now = T + 15 * MINUTE;

  it('is up to the first window of any series that may still change', () => {
    const open = answer([
      line('a', [
        [0, 1],
        [5, 1],
      ]),
      line('b', [
        [0, 1],
        [5, 1, false],
      ]),
    ]);
    const trust = trustOf(query, open, now);
    expect(trust.openFrom).toBe(T + 5 * MINUTE);
    expect(trust.completeTo).toBe(T + 5 * MINUTE);
    expect(trust.late).toBe(false);
  });

  it('is up to the watermark where all is final', () => {
    const trust = trustOf(
      query,
      answer(
        [
          line('a', [
            [0, 1],
            [5, 1],
            [10, 1],
          ]),
        ],
        at(60),
      ),
      T + DAY,
    );
    expect(trust.openFrom).toBeNaN();
    expect(trust.completeTo).toBe(query.to);
    expect(trust.late).toBe(false);
    expect(trust.quietSince).toBeNaN();
  });

  it('is incomplete where the watermark is behind what is asked for, not behind now', () => {
    expect(trustOf(query, answer([], at(10)), now).late).toBe(true);
    expect(trustOf(query, answer([], at(15)), T + DAY).late).toBe(false);
    expect(trustOf(query, answer([], null), now).late).toBe(false);
  });

  it('says since when nothing came, once a whole window has passed', () => {
    const silent = answer([line('a', [[0, 1]])], at(14));
    expect(trustOf(query, silent, now).quietSince).toBe(T + 5 * MINUTE);
    expect(trustOf(query, answer([line('a', [[5, 1]])], at(14)), now).quietSince).toBeNaN();
    expect(trustOf(query, answer([], at(14)), now).quietSince).toBeNaN();
  });
});

describe('what is said', () => {
  it('of a change is a share of the value before', () => {
    expect(formatChange(3, 2, 'en')).toBe('+50%');
    expect(formatChange(-1, -2, 'en')).toBe('+50%');
    expect(formatChange(1, 0, 'en')).toBe('–');
    expect(formatChange(null, 2, 'en')).toBe('–');
  });

  it('of a problem is known by its type', () => {
    expect(problemKey(new ApiError('x', 422, 'answer-too-large').reason)).toBe(
      'problem.answer-too-large',
    );
    expect(problemKey('something-new')).toBe('problem.failed');
  });

  it('of a metric is when any of its series was last seen', () => {
    expect(lastSeenOf([{ lastSeen: at(0) }, { lastSeen: at(5) }, {}])).toBe(T + 5 * MINUTE);
    expect(lastSeenOf([])).toBe(Number.NEGATIVE_INFINITY);
  });
});
