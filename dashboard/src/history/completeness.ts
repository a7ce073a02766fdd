import type { WindowName, WindowValues } from '../api/types';
import { parseTime } from '../format/time';
import { WINDOW_MS } from '../route/route';

/** The watermark may be this far behind before the page calls an answer incomplete. */
export const LATE_MS = 2 * 60_000;

export interface Completeness {
  /** Everything before this is final, ms since the epoch; NaN where nothing is. */
  finalTo: number;
  /** How far samples have been processed; NaN where the answer does not say. */
  watermark: number;
  /** ms from the watermark to now; NaN with it. */
  behind: number;
  late: boolean;
}

/** How complete an answer is: by its windows' own marks, and by the watermark. */
export function completenessOf(
  points: WindowValues[],
  watermark: string | null | undefined,
  window: WindowName,
  now: number,
): Completeness {
  const length = WINDOW_MS[window];
  let finalTo = Number.NaN;
  for (const point of points) {
    if (!point.final) break;
    finalTo = parseTime(point.start) + length;
  }
  const mark = parseTime(watermark);
  const behind = Math.max(0, now - mark);
  return { finalTo, watermark: mark, behind, late: behind > LATE_MS };
}
