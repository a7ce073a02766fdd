import { describe, expect, it } from 'vitest';
import { LIVE_SPAN_MS, Points } from '../src/live/points';

const T = 1_000_000;

describe('the points of a live series', () => {
  it('keeps gauges as they are', () => {
    const points = new Points('gauge');
    points.add(T, 1);
    points.add(T + 1000, 3);
    expect(points.values).toEqual([1, 3]);
    expect(points.latest).toBe(3);
  });

  it('turns counters into increase per second, from the second value on', () => {
    const points = new Points('counter');
    points.add(T, 100);
    expect(points.values).toEqual([]);
    points.add(T + 2000, 110);
    expect(points.times).toEqual([T + 2000]);
    expect(points.values).toEqual([5]);
  });

  it('takes a counter that fell as started again from zero', () => {
    const points = new Points('counter');
    points.add(T, 100);
    points.add(T + 1000, 4);
    expect(points.values).toEqual([4]);
  });

  it('never steps backwards', () => {
    const points = new Points('gauge');
    points.add(T, 1);
    points.add(T - 1, 2);
    points.add(T, 3);
    points.add(Number.NaN, 4);
    expect(points.values).toEqual([1]);
  });

  it('breaks the line where samples are missing', () => {
    const points = new Points('gauge');
    for (let second = 0; second < 20; second++) points.add(T + second * 1000, second);
    points.add(T + 60_000, 7);
    expect(points.values.slice(-3)).toEqual([19, null, 7]);
    expect([...points.times].sort((a, b) => a - b)).toEqual(points.times);
  });

  it('does not break the line of a series that is sampled seldom', () => {
    const points = new Points('gauge');
    for (let minute = 0; minute < 4; minute++) points.add(T + minute * 60_000, minute);
    expect(points.values.slice(-2)).toEqual([2, 3]);
  });

  it('shows a value that is no number as a gap', () => {
    const points = new Points('gauge');
    points.add(T, 1);
    points.add(T + 1000, Number.NaN);
    points.add(T + 2000, Number.POSITIVE_INFINITY);
    expect(points.values).toEqual([1, null, null]);
    expect(points.latest).toBeNaN();
  });

  it('forgets what is older than the span, but for one point at the edge', () => {
    const points = new Points('gauge');
    for (let second = 0; second <= 900; second++) points.add(T + second * 1000, second);
    const oldest = T + 900_000 - LIVE_SPAN_MS;
    expect(points.times[0]).toBeLessThanOrEqual(oldest);
    expect(points.times[1]).toBeGreaterThanOrEqual(oldest);
  });

  it('is bounded however fast samples come', () => {
    const points = new Points('gauge');
    for (let step = 0; step < 50_000; step++) points.add(T + step, step);
    expect(points.times.length).toBeLessThanOrEqual(1_200);
    expect(points.latest).toBe(49_999);
  });
});
