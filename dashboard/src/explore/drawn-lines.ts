import { LINES } from '../charts/plot';
import { type Aggregate, BANDS, type Dimension, dimensionOf } from './aggregates';
import { type Column, type ExploreData, type ExploreSeries, meanOf } from './explore-data';
import type { ExploreState } from './explore-route';

/** Which of the series the reader wants to see. */
export type Choice = Pick<ExploreState, 'only' | 'hidden'>;

/** Lines that are drawn at once, those of the other time among them. */
export const MOST_LINES = 60;

export interface Line {
  /** Key of its series. */
  series: string;
  aggregate: Aggregate;
  dimension: Dimension;
  column: Column;
  /** Index of its colour. */
  color: number;
  /** Index of its dashes: aggregates of several series differ in them. */
  dash: number;
  /** Of what is compared with. */
  faint: boolean;
}

/** A value of each series that it is ranked by, the highest first; those without come last. */
export function ranked(series: ExploreSeries[], aggregate: Aggregate | undefined): ExploreSeries[] {
  if (!aggregate) return series;
  const means = new Map(series.map((each) => [each.key, meanOf(each.values[aggregate])]));
  return [...series].sort((a, b) => rank(means.get(b.key)) - rank(means.get(a.key)));
}

function rank(mean: number | undefined): number {
  return mean === undefined || Number.isNaN(mean) ? -Number.MAX_VALUE : mean;
}

/** The series that the reader wants to see, by name: those chosen, or else all that are not hidden. */
export function visibleSeries({ series }: ExploreData, { only, hidden }: Choice): ExploreSeries[] {
  const chosen = new Set(only);
  const alone = series.filter(({ key }) => chosen.has(key));
  if (alone.length > 0) return alone;
  const left = new Set(hidden);
  return series.filter(({ key }) => !left.has(key));
}

/** Those of them that there is room for. */
export function drawnSeries(data: ExploreData, choice: Choice): ExploreSeries[] {
  const visible = visibleSeries(data, choice);
  if (data.bands) return visible.slice(0, 1);
  const each = data.aggregates.length * (data.compared ? 2 : 1);
  const room = Math.max(1, Math.floor(MOST_LINES / Math.max(1, each)));
  if (visible.length <= room) return visible;
  const chosen = new Set(ranked(visible, data.aggregates[0]).slice(0, room));
  return visible.filter((one) => chosen.has(one));
}

/** The colour of a series is that of its place among all: it stays while others are hidden. */
export function colorOf(data: ExploreData, key: string): number {
  const place = data.series.findIndex((each) => each.key === key);
  return Math.max(0, place) % LINES;
}

/** The lines of the chart, the faint ones first so that they lie below. */
export function linesOf(data: ExploreData, choice: Choice): Line[] {
  const drawn = drawnSeries(data, choice);
  const one = data.series.length === 1;
  const lines = drawn.flatMap((series) =>
    data.aggregates.flatMap((aggregate, index): Line[] => {
      const line = {
        series: series.key,
        aggregate,
        dimension: dimensionOf(aggregate),
        color: one && !data.bands ? index : colorOf(data, series.key),
        dash: one || data.bands ? 0 : index,
      };
      const now = series.values[aggregate];
      // Of a band chart only the middle is compared: two bands on each other are nothing to look at.
      const then = data.bands && aggregate !== BANDS[0] ? undefined : series.before?.[aggregate];
      return [
        ...(then ? [{ ...line, column: then, faint: true }] : []),
        ...(now ? [{ ...line, column: now, faint: false }] : []),
      ];
    }),
  );
  return [...lines.filter(({ faint }) => faint), ...lines.filter(({ faint }) => !faint)];
}
