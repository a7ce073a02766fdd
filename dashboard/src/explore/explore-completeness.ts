import type { RollupsAnswer } from '../api/types';
import { parseTime } from '../format/time';
import { LATE_MS } from '../history/completeness';
import { WINDOW_MS } from '../route/route';
import type { ExploreQuery } from './explore-query';

export interface Trust {
  /** From here on values may still change, ms since the epoch; NaN where nothing does. */
  openFrom: number;
  /** Everything before this is there for good; NaN where it is not known. */
  completeTo: number;
  /** How far samples have been processed; NaN where the answer does not say. */
  watermark: number;
  /** The watermark is far behind what the range asks for. */
  late: boolean;
  /** The end of the last window with samples, where none followed although some could have; else NaN. */
  quietSince: number;
}

/** How far an answer of any number of series can be relied on. */
export function trustOf(query: ExploreQuery, answer: RollupsAnswer, now: number): Trust {
  const length = WINDOW_MS[query.window];
  const watermark = parseTime(answer.watermark);
  let openFrom = Number.NaN;
  let newest = Number.NaN;
  for (const { points } of answer.series) {
    for (const { start, final } of points) {
      const time = parseTime(start);
      if (!final && !(time >= openFrom)) openFrom = time;
      if (!(time <= newest)) newest = time;
    }
  }
  const asked = Math.min(query.to, now);
  const completeTo = Number.isNaN(openFrom) ? Math.min(asked, watermark) : openFrom;
  const end = newest + length;
  // A window that is still filling is no silence yet: the whole of the next one has to have passed.
  const quiet = end + length <= Math.min(asked, watermark);
  return {
    openFrom,
    completeTo,
    watermark,
    late: asked - watermark > LATE_MS,
    quietSince: quiet ? end : Number.NaN,
  };
}
