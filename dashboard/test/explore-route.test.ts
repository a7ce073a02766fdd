import { describe, expect, it } from 'vitest';
import {
  type ExploreState,
  formatExplore,
  parseExplore,
  pinned,
  withMetric,
} from '../src/explore/explore-route';
import { fileName, linkTo } from '../src/explore/share';
import { parseRoute } from '../src/route/route';

const FROM = Date.UTC(2026, 0, 1, 12);
const TO = Date.UTC(2026, 0, 1, 18);

const full: ExploreState = {
  metric: 'http_request_duration_seconds',
  window: '15m',
  aggregates: ['avg', 'max', 'p95'],
  match: [
    ['host', 'web 1&2'],
    ['path', '/a:b,c'],
    ['zone', ''],
  ],
  by: ['host', 'mode'],
  range: '6h',
  span: { from: FROM, to: TO },
  compare: '7d',
  bands: true,
  only: ['abc'],
  hidden: ['x1', 'x2'],
  sort: 'max',
};

describe('the address of the explorer', () => {
  it('restores all of it', () => {
    expect(parseExplore(formatExplore(full))).toEqual(full);
  });

  it('goes through the address of the page unchanged', () => {
    const route = parseRoute(`?${formatExplore(full)}`);
    expect(route.view).toBe('explore');
    expect(parseExplore(route.search ?? '')).toEqual(full);
  });

  it('tells each series on its own from all merged', () => {
    const { by: _, ...each } = full;
    expect(parseExplore(formatExplore(each))).not.toHaveProperty('by');
    expect(parseExplore(formatExplore({ ...full, by: [] })).by).toEqual([]);
  });

  it('has a range that ends now, or two times, of which the times count', () => {
    expect(parseExplore('metric=m&range=24h')).toMatchObject({ range: '24h' });
    expect(parseExplore('metric=m&range=24h')).not.toHaveProperty('span');
    const span = parseExplore('metric=m&range=24h&from=2026-01-01T12:00:00Z&to=1767290400000').span;
    expect(span).toEqual({ from: FROM, to: TO });
  });

  it('gives what is missing or wrong its default', () => {
    const search =
      'metric=m&window=7m&range=1y&agg=avg,median,avg&match=nocolon&match=:x&from=yesterday&to=9&compare=1y&sort=size';
    expect(parseExplore(search)).toEqual({
      metric: 'm',
      window: '5m',
      aggregates: ['avg'],
      match: [],
      range: '1h',
      compare: 'none',
      bands: false,
      only: [],
      hidden: [],
    });
    expect(parseExplore('from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).not.toHaveProperty(
      'span',
    );
    expect(parseExplore(`from=0&to=${'9'.repeat(30)}`)).not.toHaveProperty('span');
  });

  it('is bounded', () => {
    const many = Array.from({ length: 500 }, (_, index) => `k${index}`);
    const state = parseExplore(
      `agg=avg,min,max,p50,p90,p95&hide=${many.join()}&${many.map((k) => `match=${k}:v`).join('&')}`,
    );
    expect(state.aggregates).toHaveLength(4);
    expect(state.match).toHaveLength(20);
    expect(formatExplore({ ...full, hidden: many }).length).toBeLessThan(2_000);
    expect(state.hidden).toHaveLength(100);
  });

  it('says nothing without a metric', () => {
    expect(formatExplore({ ...full, metric: '' })).toBe('view=explore');
  });

  it('keeps how it is looked at with another metric, and drops what belongs to the last one', () => {
    const next = withMetric(full, 'node_load1');
    expect(next).toMatchObject({ metric: 'node_load1', window: '15m', compare: '7d', match: [] });
    expect(next).toMatchObject({ only: [], hidden: [], aggregates: [] });
    expect(next).not.toHaveProperty('by');
    expect(next.span).toEqual(full.span);
  });
});

describe('a link to pass on', () => {
  it('has the times and the values that are seen now', () => {
    const { span: _, ...relative } = full;
    const state = pinned({ ...relative, aggregates: [] }, { from: FROM, to: TO }, ['rate']);
    const link = linkTo('https://tide.example/prefix/?view=explore#x', state);
    expect(link.startsWith('https://tide.example/prefix/?view=explore&')).toBe(true);
    expect(link).not.toContain('#');
    const restored = parseExplore(new URL(link).search);
    expect(restored).toMatchObject({ span: { from: FROM, to: TO }, aggregates: ['rate'] });
    expect(restored.match).toEqual(full.match);
  });

  it('names its file as every system allows', () => {
    const query = { ...full, from: FROM, to: TO };
    expect(fileName({ ...query, metric: 'a/b:c' })).toBe(
      'a_b_c-15m-20260101T1200-20260101T1800.csv',
    );
  });
});
