import { toNumber, toPlottable } from '../api/numbers';
import type { MetricKind, WindowName, WindowValues } from '../api/types';
import { parseTime } from '../format/time';
import { WINDOW_MS } from '../route/route';

/** Rollups as columns, one row per window of the range, whether it has samples or not. */
export interface Columns {
  /** Window starts, ms since the epoch. */
  starts: number[];
  min: (number | null)[];
  max: (number | null)[];
  /** Average; for a counter its increase per second. */
  avg: (number | null)[];
  p95: (number | null)[];
  count: number[];
  final: boolean[];
}

export interface Summary {
  count: number;
  min: number | null;
  max: number | null;
  avg: number | null;
  p95: number | null;
  /** Of a counter, over the whole range. */
  increase: number | null;
}

/** History with the open windows that the live stream knows better, by start. Ordered. */
export function withLive(points: WindowValues[], live: WindowValues[]): WindowValues[] {
  const byStart = new Map<number, WindowValues>();
  for (const point of points) byStart.set(parseTime(point.start), point);
  for (const point of live) {
    const start = parseTime(point.start);
    const known = byStart.get(start);
    const newer = !known || (!known.final && (point.count ?? 0) >= (known.count ?? 0));
    if (newer) byStart.set(start, point);
  }
  return [...byStart.entries()].sort(([a], [b]) => a - b).map(([, point]) => point);
}

/** The windows in [from, to), from the first that overlaps it. Windows are aligned in UTC. */
export function toColumns(
  points: WindowValues[],
  window: WindowName,
  from: number,
  to: number,
  kind: MetricKind,
): Columns {
  const length = WINDOW_MS[window];
  const byStart = new Map(points.map((point) => [parseTime(point.start), point]));
  const columns: Columns = { starts: [], min: [], max: [], avg: [], p95: [], count: [], final: [] };
  for (let start = Math.floor(from / length) * length; start < to; start += length) {
    const point = byStart.get(start);
    columns.starts.push(start);
    columns.count.push(point?.count ?? 0);
    columns.final.push(point?.final ?? false);
    columns.min.push(toPlottable(point?.min));
    columns.max.push(toPlottable(point?.max));
    columns.p95.push(toPlottable(point?.p95));
    columns.avg.push(kind === 'counter' ? rate(point, start, length, to) : toPlottable(point?.avg));
  }
  return columns;
}

/**
 * Increase per second, as the API has it; live windows do not carry it, and one that is open is divided by
 * the part of it that has passed.
 */
function rate(
  point: WindowValues | undefined,
  start: number,
  length: number,
  now: number,
): number | null {
  const stated = toPlottable(point?.rate);
  if (stated !== null) return stated;
  const increase = toPlottable(point?.increase);
  if (increase === null) return null;
  const seconds = Math.min(length, now - start) / 1000;
  return seconds > 0 ? increase / seconds : null;
}

export function summarise(points: WindowValues[], from: number, to: number): Summary {
  const summary: Summary = {
    count: 0,
    min: null,
    max: null,
    avg: null,
    p95: null,
    increase: null,
  };
  let sum = 0;
  for (const point of points) {
    const start = parseTime(point.start);
    if (start < from || start >= to) continue;
    summary.count += point.count ?? 0;
    sum += toNumber(point.sum);
    summary.min = least(summary.min, toPlottable(point.min));
    summary.max = most(summary.max, toPlottable(point.max));
    summary.p95 = most(summary.p95, toPlottable(point.p95));
    const increase = toPlottable(point.increase);
    if (increase !== null) summary.increase = (summary.increase ?? 0) + increase;
  }
  if (summary.count > 0 && Number.isFinite(sum)) summary.avg = sum / summary.count;
  return summary;
}

function least(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

function most(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
