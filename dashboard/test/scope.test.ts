import { describe, expect, it } from 'vitest';
import { distinguishing, scopeOf, serverLabel } from '../src/history/scope';

const user = { id: 'u', labels: { host: 'a', cpu: '0', mode: 'user' } };
const idle = { id: 'i', labels: { host: 'a', cpu: '0', mode: 'idle' } };

describe('which series are shown', () => {
  it('are all of the server, merged by the label that they share', () => {
    expect(scopeOf([user, idle])).toEqual({ match: [['host', 'a']], merged: true });
  });

  it('is the chosen one, by all of its labels', () => {
    expect(scopeOf([user, idle], 'i')).toEqual({
      series: idle,
      match: [
        ['host', 'a'],
        ['cpu', '0'],
        ['mode', 'idle'],
      ],
      merged: false,
    });
  });

  it('is the only one', () => {
    expect(scopeOf([user], 'gone')?.series).toBe(user);
  });

  it('is the first where no label has them all', () => {
    const exporters = [
      { id: '1', labels: { instance: 'a:9100' } },
      { id: '2', labels: { instance: 'a:9187' } },
    ];
    expect(scopeOf(exporters)?.series?.id).toBe('1');
  });

  it('is nothing where there is none', () => {
    expect(scopeOf([])).toBeUndefined();
  });

  it('leaves the metric name out of the labels', () => {
    const named = { id: 'n', labels: { __name__: 'm', host: 'a' } };
    expect(scopeOf([named])?.match).toEqual([['host', 'a']]);
  });
});

describe('the label of a server', () => {
  it('is the first of those that name one', () => {
    expect(serverLabel({ instance: 'b:1', hostname: 'h', host_name: 'n' })).toEqual([
      'host_name',
      'n',
    ]);
    expect(serverLabel({ job: 'x' })).toBeUndefined();
  });
});

describe('what tells series apart', () => {
  it('is the value of the one label in which they differ', () => {
    expect([...distinguishing([user, idle]).values()]).toEqual(['user', 'idle']);
  });

  it('names the labels where there are several', () => {
    const other = { id: 'o', labels: { host: 'a', cpu: '1', mode: 'idle' } };
    expect(distinguishing([user, idle, other]).get('o')).toBe('cpu=1 mode=idle');
  });
});
