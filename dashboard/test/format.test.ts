import { describe, expect, it } from 'vitest';
import { toKind, toNumber, toPlottable } from '../src/api/numbers';
import { formatFigure, formatValue } from '../src/format/numbers';
import { formatAgo, formatMoment, formatTick, parseTime } from '../src/format/time';
import { unitOf } from '../src/format/units';

const plain = (text: string) => text.replace(/\u2009|\u00a0/g, ' ');

describe('values', () => {
  it.each([
    [0, 'none', '0'],
    [1234.5, 'none', '1.23 k'],
    [-2_500_000, 'none', '-2.5 M'],
    [0.04567, 'none', '0.0457'],
    [0.00001, 'none', '1.0e-5'],
    [312, 'none', '312'],
    [1536, 'bytes', '1.5 KiB'],
    [5.1e9, 'bytes', '4.75 GiB'],
    [0.0452, 'seconds', '45.2 ms'],
    [0.0000021, 'seconds', '2.1 µs'],
    [90, 'seconds', '90 s'],
    [86_400, 'seconds', '24 h'],
    [0.424, 'ratio', '42%'],
    [0.034, 'ratio', '3.4%'],
    [97.4, 'percent', '97%'],
  ] as const)('%s in %s is written %s', (value, unit, text) => {
    expect(plain(formatValue(value, unit, 'en'))).toBe(text);
  });

  it('are per second for rates', () => {
    expect(plain(formatValue(2048, 'bytes', 'en', true))).toBe('2 KiB/s');
    expect(plain(formatValue(0.25, 'seconds', 'en', true))).toBe('0.25 s/s');
  });

  it('say what is no number', () => {
    expect(formatValue(Number.NaN, 'bytes', 'en')).toBe('–');
    expect(formatValue(null, 'none', 'en')).toBe('–');
    expect(formatValue(Number.POSITIVE_INFINITY, 'none', 'en')).toBe('∞');
  });

  it('line up in the fleet', () => {
    expect([0.084, 0.32].map((share) => formatFigure(share, false, 'en'))).toEqual(['8%', '32%']);
    expect([1, 0.988].map((load) => formatFigure(load, true, 'en'))).toEqual(['1.00', '0.99']);
    expect(formatFigure(Number.NaN, true, 'en')).toBe('–');
  });
});

describe('units', () => {
  it('are those that the API gives', () => {
    expect(unitOf('x', 'By')).toBe('bytes');
    expect(unitOf('x_bytes', 'percent')).toBe('percent');
  });

  it('are else read from the name', () => {
    expect(unitOf('node_memory_MemFree_bytes')).toBe('bytes');
    expect(unitOf('node_cpu_seconds_total', '')).toBe('seconds');
    expect(unitOf('http.server.duration.seconds', null)).toBe('seconds');
    expect(unitOf('node_load1')).toBe('none');
    expect(unitOf('s')).toBe('none');
  });
});

describe('times', () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);

  // Versions of ICU differ in how they abbreviate.
  it.each([
    [0, /^now$/],
    [-5000, /^now$/],
    [12_000, /^12 ?s/],
    [240_000, /^4 ?m/],
    [26 * 3_600_000, /^26 ?h/],
    [5 * 86_400_000, /^5 ?d/],
  ])('%s ms ago are %s', (age, text) => {
    expect(formatAgo(now - age, now, 'en')).toMatch(text);
  });

  it('name the window of a day by its date in UTC', () => {
    expect(formatMoment(Date.UTC(2026, 0, 2), 'en', true)).toBe('Jan 2, 2026 UTC');
  });

  it('label ticks with the date where a day begins', () => {
    const midnight = Date.UTC(2026, 0, 2);
    expect(formatTick(midnight, 3_600_000, false, 'en', true)).toBe('Jan 2');
    expect(formatTick(midnight + 3_600_000, 3_600_000, false, 'en', true)).toBe('01:00');
    expect(formatTick(midnight, 3_600_000, true, 'en', true)).toBe('00:00');
    expect(formatTick(midnight, 86_400_000, true, 'en', true)).toBe('Jan 2');
  });

  it('that are missing are not a number', () => {
    expect(parseTime(null)).toBeNaN();
    expect(parseTime('')).toBeNaN();
    expect(parseTime('2026-01-01T00:00:00Z')).toBe(Date.UTC(2026, 0, 1));
  });
});

describe('numbers of the API', () => {
  it('include those that JSON cannot hold', () => {
    expect(toNumber('-Inf')).toBe(Number.NEGATIVE_INFINITY);
    expect(toNumber('NaN')).toBeNaN();
    expect(toNumber(undefined)).toBeNaN();
    expect(toPlottable('+Inf')).toBeNull();
    expect(toPlottable(0)).toBe(0);
  });

  it('have a kind, however it is spelled', () => {
    expect(toKind('COUNTER')).toBe('counter');
    expect(toKind(undefined)).toBe('gauge');
  });
});
