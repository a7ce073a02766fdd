import { describe, expect, it } from 'vitest';
import { formatRoute, parseRoute, RANGES, suitableRange, WINDOWS } from '../src/route/route';

describe('the address of a page', () => {
  it('restores what it was made from', () => {
    const route = {
      server: 'web 1&2',
      metric: 'node_load1',
      series: '00ff',
      window: '1h',
      range: '30d',
      query: '',
    } as const;
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it('restores the filters of the fleet', () => {
    const route = parseRoute('?q=db%20seoul&state=stale');
    expect(route).toMatchObject({ query: 'db seoul', state: 'stale' });
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it('gives what is missing or wrong its default', () => {
    expect(parseRoute('?window=7m&range=forever&state=ill')).toEqual({
      window: '5m',
      range: '1h',
      query: '',
    });
  });

  it('keeps all that a view has in its address', () => {
    const route = parseRoute('?view=explore&metric=a&by=host&by=mode');
    expect(route.view).toBe('explore');
    expect(parseRoute(formatRoute(route))).toEqual(route);
    expect(formatRoute({ view: 'status' })).toBe('?view=status');
    expect(parseRoute('?view=nonsense')).not.toHaveProperty('view');
  });

  it('has no metric without a server and no series without a metric', () => {
    expect(parseRoute('?metric=a&series=b')).not.toHaveProperty('metric');
    expect(parseRoute('?server=s&series=b')).not.toHaveProperty('series');
  });

  it('is the page itself for the fleet without filters', () => {
    expect(formatRoute({ query: '' })).toBe('./');
  });

  it('moves a range that does not suit its window to the nearest that does', () => {
    expect(suitableRange('24h', '1h')).toBe('7d');
    expect(suitableRange('5m', '90d')).toBe('7d');
    expect(suitableRange('15m', '24h')).toBe('24h');
    for (const window of WINDOWS) {
      for (const range of RANGES[window]) expect(suitableRange(window, range)).toBe(range);
    }
  });
});
