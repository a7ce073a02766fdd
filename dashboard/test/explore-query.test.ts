import { describe, expect, it } from 'vitest';
import { dimensionOf, formatAggregate, isPossible } from '../src/explore/aggregates';
import {
  compared,
  exploreUrl,
  queryOf,
  spanOf,
  suitableWindow,
  windowsOf,
} from '../src/explore/explore-query';
import { type ExploreState, parseExplore } from '../src/explore/explore-route';
import { withMatcher } from '../src/explore/matchers';
import { foundMetrics, stepped, takenAsIs } from '../src/explore/metric-combobox';
import { toLocal } from '../src/explore/range-controls';
import { labelsOf } from '../src/explore/use-catalogue';

const HOUR = 3_600_000;
const T = Date.UTC(2026, 0, 1, 12);
const state: ExploreState = { ...parseExplore('metric=node_load1&window=5m&range=1h') };

describe('what is asked for', () => {
  it('ends with the open window where the range is relative', () => {
    const query = queryOf(state, ['avg'], T + 61_000);
    expect(query).toMatchObject({ from: T - HOUR + 300_000, to: T + 300_000 });
  });

  it('is in whole windows where the times are written out', () => {
    const span = spanOf({ ...state, window: '15m', span: { from: T + 1, to: T + 2 } }, 0);
    expect(span).toEqual({ from: T, to: T + 900_000 });
  });

  it('is called with everything that the state says', () => {
    const query = queryOf({ ...state, match: [['host', 'a:1']], by: ['cpu'] }, ['avg', 'p95'], T);
    const url = new URL(exploreUrl(query), 'http://x/');
    expect(url.pathname).toBe('/api/v1/rollups');
    expect(url.searchParams.getAll('match')).toEqual(['host:a:1']);
    expect(url.searchParams.get('by')).toBe('cpu');
    expect(url.searchParams.get('agg')).toBe('avg,p95');
    expect(exploreUrl(queryOf(state, ['avg'], T))).not.toContain('by=');
    expect(exploreUrl(queryOf({ ...state, by: [] }, ['avg'], T))).toMatch(/&by=$/);
  });

  it('is four percentiles for bands, whatever the aggregates are', () => {
    const query = queryOf({ ...state, bands: true }, ['avg'], T);
    expect(query.aggregates).toEqual(['p50', 'p90', 'p95', 'p99']);
  });

  it('is compared with the same a day or a week before', () => {
    const query = queryOf(state, ['avg'], T);
    expect(compared(query, 'none')).toBeUndefined();
    expect(compared(query, '1d')?.from).toBe(query.from - 24 * HOUR);
    expect(compared(query, '7d')?.to).toBe(query.to - 7 * 24 * HOUR);
  });

  it('has a window that is not too fine for its range', () => {
    expect(windowsOf({ window: '5m', from: T, to: T + HOUR })).toBe(12);
    expect(suitableWindow({ from: T, to: T + 10 * 24 * HOUR })).toBe('5m');
    expect(suitableWindow({ from: T, to: T + 11 * 24 * HOUR })).toBe('15m');
    expect(suitableWindow({ from: T, to: T + 400 * 24 * HOUR })).toBe('24h');
    expect(suitableWindow({ from: 0, to: 2 * T })).toBe('24h');
  });
});

describe('aggregates', () => {
  it('share an axis where they are the same kind of number', () => {
    expect(['avg', 'p99', 'stddev'].map((each) => dimensionOf(each as 'avg'))).toEqual([
      'value',
      'value',
      'value',
    ]);
    expect(dimensionOf('rate')).toBe('rate');
    expect(dimensionOf('count')).toBe('count');
  });

  it('are written in their own unit', () => {
    const plain = (text: string) => text.replace(/\u2009/g, ' ');
    expect(plain(formatAggregate(2048, 'max', 'bytes', 'en'))).toBe('2 KiB');
    expect(plain(formatAggregate(2048, 'rate', 'bytes', 'en'))).toBe('2 KiB/s');
    expect(plain(formatAggregate(2048, 'count', 'bytes', 'en'))).toBe('2.05 k');
  });

  it('have no first and no last of merged series', () => {
    expect(isPossible('first', true)).toBe(false);
    expect(isPossible('first', false)).toBe(true);
    expect(isPossible('p99', true)).toBe(true);
  });
});

describe('choosing', () => {
  const metrics = ['node_load1', 'node_load15', 'http_load'].map((name) => ({ name, series: 1 }));

  it('finds metrics by every word, what is written out first', () => {
    expect(foundMetrics(metrics, 'load NODE').map(({ name }) => name)).toEqual([
      'node_load1',
      'node_load15',
    ]);
    expect(foundMetrics([...metrics].reverse(), 'node_load1')[0]?.name).toBe('node_load1');
    expect(foundMetrics(metrics, '')).toHaveLength(3);
  });

  it('takes the only one that is left, or the text as it is', () => {
    expect(takenAsIs('http', foundMetrics(metrics, 'http'))).toBe('http_load');
    expect(takenAsIs(' new_metric ', [])).toBe('new_metric');
    expect(takenAsIs('', metrics)).toBe('');
  });

  it('goes around the ends of the list', () => {
    expect(stepped(-1, 1, 3)).toBe(0);
    expect(stepped(2, 1, 3)).toBe(0);
    expect(stepped(0, -1, 3)).toBe(2);
    expect(stepped(0, 1, 0)).toBe(-1);
  });

  it('has one value a label', () => {
    const match: [string, string][] = [['host', 'a']];
    expect(withMatcher(match, ['cpu', '0'])).toEqual([
      ['host', 'a'],
      ['cpu', '0'],
    ]);
    expect(withMatcher(match, ['host', 'b'])).toEqual([['host', 'b']]);
  });

  it('knows the labels of the series and their values, as people count', () => {
    const labels = labelsOf([
      { labels: { __name__: 'm', host: 'web-10' } },
      { labels: { host: 'web-2', cpu: '0' } },
    ]);
    expect([...labels]).toEqual([
      ['cpu', ['0']],
      ['host', ['web-2', 'web-10']],
    ]);
  });

  it("writes times as the reader's clock has them, and reads them back", () => {
    const time = new Date(2026, 6, 4, 9, 5).getTime();
    expect(toLocal(time)).toBe('2026-07-04T09:05');
    expect(Date.parse(toLocal(time))).toBe(time);
  });
});
