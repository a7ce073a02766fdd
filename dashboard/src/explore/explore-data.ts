import { toPlottable } from '../api/numbers';
import type { Labels, RollupsAnswer, WindowName } from '../api/types';
import { parseTime } from '../format/time';
import { distinguishing } from '../history/scope';
import { WINDOW_MS } from '../route/route';
import type { Aggregate } from './aggregates';
import { type ExploreAnswer, type ExploreQuery, shiftOf } from './explore-query';

/** One value a window; null where there is none. */
export type Column = (number | null)[];
export type Values = Partial<Record<Aggregate, Column>>;

export interface ExploreSeries {
  /** Short and the same for the same labels: it stands in addresses. */
  key: string;
  labels: Labels;
  /** What tells it from the others; empty where nothing does. */
  name: string;
  values: Values;
  /** Of what it is compared with; at the index of the window that it is drawn in. */
  before?: Values;
}

export interface ExploreData {
  window: WindowName;
  /** Starts of all windows of the range, ms since the epoch, whether they have samples or not. */
  starts: number[];
  /** By name. */
  series: ExploreSeries[];
  aggregates: Aggregate[];
  /** The aggregates are those of a band chart. */
  bands: boolean;
  /** There is another time to compare with. */
  compared: boolean;
}

/** The answer as columns over one row of windows; series that only the other time has are in it. */
export function toData({ query, compare, answer, before }: ExploreAnswer): ExploreData {
  const { window, aggregates } = query;
  const starts = startsOf(query);
  const found = new Map<string, ExploreSeries>();
  for (const { labels, points } of answer.series) {
    const key = seriesKey(labels);
    found.set(key, { key, labels, name: '', values: toValues(points, query, 0) });
  }
  for (const { labels, points } of before?.series ?? []) {
    const key = seriesKey(labels);
    const present = found.get(key) ?? { key, labels, name: '', values: toValues([], query, 0) };
    found.set(key, { ...present, before: toValues(points, query, shiftOf(compare)) });
  }
  const series = named([...found.values()]);
  return { window, starts, series, aggregates, bands: query.bands, compared: before !== undefined };
}

function startsOf({ window, from, to }: ExploreQuery): number[] {
  const starts: number[] = [];
  for (let start = from; start < to; start += WINDOW_MS[window]) starts.push(start);
  return starts;
}

function toValues(
  points: RollupsAnswer['series'][number]['points'],
  { window, from, to, aggregates }: ExploreQuery,
  shift: number,
): Values {
  const length = WINDOW_MS[window];
  const rows = Math.ceil((to - from) / length);
  const values: Values = {};
  for (const aggregate of aggregates) {
    const column: Column = new Array(rows).fill(null);
    for (const point of points) {
      const row = Math.floor((parseTime(point.start) + shift - from) / length);
      if (row >= 0 && row < rows) column[row] = toPlottable(point[aggregate]);
    }
    values[aggregate] = column;
  }
  return values;
}

function named(series: ExploreSeries[]): ExploreSeries[] {
  const names = distinguishing(series.map(({ key, labels }) => ({ id: key, labels })));
  return series
    .map((each) => ({ ...each, name: names.get(each.key) || onlyLabels(each.labels) }))
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

/** Where there is one series only, nothing tells it from others: all of its labels do. */
function onlyLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(' ');
}

/** A short name for a set of labels (FNV-1a, 32 bits): a chart has some hundreds of series at most. */
export function seriesKey(labels: Labels): string {
  const text = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

/** The average of what there is; NaN of nothing. */
export function meanOf(column: Column | undefined): number {
  let sum = 0;
  let count = 0;
  for (const value of column ?? []) {
    if (value === null) continue;
    sum += value;
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** The row of the newest window that any series has samples in; -1 without one. */
export function newestRow({ series }: ExploreData): number {
  let newest = -1;
  for (const { values } of series) {
    for (const column of Object.values(values)) {
      for (let row = column.length - 1; row > newest; row--) {
        if (column[row] !== null) newest = row;
      }
    }
  }
  return newest;
}
