import { describe, expect, it } from 'vitest';
import type { Server } from '../src/api/types';
import { sparkPath } from '../src/charts/sparkline';
import { firstSampleCommand } from '../src/fleet/empty-state';
import { countByState, matching, sorted } from '../src/fleet/fleet-model';
import { TREND_SLOTS, Trends } from '../src/fleet/trends';
import { defaultMetric, matchingMetrics, shownMetrics } from '../src/server/metric-picker';

const servers: Server[] = [
  { id: 'web-10', state: 'healthy', environment: 'prod', location: 'seoul', values: { cpu: 0.2 } },
  { id: 'web-2', state: 'stale', environment: 'prod', location: 'frankfurt', values: { cpu: 0.9 } },
  { id: 'db-1', hostname: 'Postgres', state: 'gone', role: 'db' },
];
const ids = (found: Server[]) => found.map(({ id }) => id);

describe('the fleet', () => {
  it('is filtered by every word, in any tag', () => {
    expect(ids(matching(servers, 'PROD seoul'))).toEqual(['web-10']);
    expect(ids(matching(servers, 'postgres'))).toEqual(['db-1']);
    expect(ids(matching(servers, '', 'stale'))).toEqual(['web-2']);
    expect(matching(servers, 'web nowhere')).toEqual([]);
  });

  it('is sorted by name as people count', () => {
    const named = sorted(servers, { column: 'server', ascending: true });
    // By the name that is shown: db-1 is called Postgres.
    expect(ids(named)).toEqual(['db-1', 'web-2', 'web-10']);
  });

  it('has servers without a value last, whichever way it is sorted', () => {
    expect(ids(sorted(servers, { column: 'cpu', ascending: true }))).toEqual([
      'web-10',
      'web-2',
      'db-1',
    ]);
    expect(ids(sorted(servers, { column: 'cpu', ascending: false }))).toEqual([
      'web-2',
      'web-10',
      'db-1',
    ]);
  });

  it('shows the worst first when sorted by state, and counts each', () => {
    const trouble: Server[] = [
      ...servers,
      { id: 'app-2', state: 'warning' },
      { id: 'app-1', state: 'critical' },
    ];
    expect(ids(sorted(trouble, { column: 'state', ascending: true }))).toEqual([
      'app-1',
      'app-2',
      'web-2',
      'db-1',
      'web-10',
    ]);
    expect(countByState(trouble)).toEqual({
      critical: 1,
      warning: 1,
      stale: 1,
      gone: 1,
      healthy: 1,
    });
  });

  it('is found by owner and tags', () => {
    const tagged: Server[] = [{ id: 'a', state: 'healthy', owner: 'Mail team', tags: ['edge'] }];
    expect(ids(matching([...servers, ...tagged], 'mail edge'))).toEqual(['a']);
  });
});

describe('trends', () => {
  it('keep the last figures, and none of a server that is gone', () => {
    const trends = new Trends();
    for (let poll = 0; poll < TREND_SLOTS + 5; poll++) {
      trends.record(servers.map((each) => ({ ...each, values: { cpu: poll } })));
    }
    expect(trends.of('web-2', 'cpu')).toHaveLength(TREND_SLOTS);
    expect(trends.of('web-2', 'cpu').at(-1)).toBe(TREND_SLOTS + 4);
    expect(trends.of('db-1', 'cpu')).toEqual([]);
  });

  it('are drawn from the right edge, with gaps for what is missing', () => {
    expect(sparkPath([0.5], 1, 60)).toBe('');
    expect(sparkPath([0, 1], 1, 60)).toBe('M65.5 19.0L72.0 1.0');
    expect(sparkPath([0, 0], 0, 60)).toBe('M65.5 19.0L72.0 19.0');
    expect(sparkPath([0, Number.NaN, 1], 1, 60).match(/M/g)).toHaveLength(2);
  });

  it('do not leave the picture when a value is over the top', () => {
    const heights = [...sparkPath([1, 8, 2], 1, 60).matchAll(/ (\d+\.\d)/g)].map(([, y]) =>
      Number(y),
    );
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(1);
  });
});

describe('metrics', () => {
  it('are found by every word in any order', () => {
    const metrics = ['node_cpu_seconds_total', 'node_load1', 'process_cpu'];
    expect(matchingMetrics(metrics, 'cpu NODE')).toEqual(['node_cpu_seconds_total']);
    expect(matchingMetrics(metrics, '')).toEqual(metrics);
  });

  it('cuts a long list, but never the chosen metric out of it', () => {
    const metrics = ['a', 'b', 'c', 'd'];
    expect(shownMetrics(metrics, 'b', 2)).toEqual(['a', 'b']);
    expect(shownMetrics(metrics, 'd', 2)).toEqual(['d', 'a']);
    expect(shownMetrics(['a', 'b', 'c'], 'd', 2)).toEqual(['a', 'b']);
    expect(shownMetrics(metrics, undefined, 9)).toEqual(metrics);
  });

  it('begin with what most people look at first', () => {
    expect(defaultMetric(['a', 'node_cpu_seconds_total', 'node_load1'])).toBe('node_load1');
    expect(defaultMetric(['a', 'system_cpu_utilization'])).toBe('system_cpu_utilization');
    expect(defaultMetric(['b', 'c'])).toBe('b');
    expect(defaultMetric([])).toBeUndefined();
  });
});

describe('the first sample', () => {
  it('is sent to the host that the page came from, as valid JSON', () => {
    const command = firstSampleCommand('tide.example');
    expect(command).toContain('http://tide.example:4318/v1/stream');
    const json = /'(\{.*?\})' \|/s.exec(command)?.[1] ?? '';
    expect(JSON.parse(json)).toMatchObject({ labels: { host: 'my-laptop' }, value: 21.5 });
  });
});
