import type uPlot from 'uplot';
import type { WindowName } from '../api/types';
import { WINDOW_MS } from '../route/route';
import { cssColor } from '../ui/theme';

/**
 * A window is a step from its start to its end, also where its neighbours are missing: two rows each. The second is one
 * millisecond early, for rising rows.
 */
export function stepTimes(starts: number[], window: WindowName): number[] {
  return starts.flatMap((start) => [start, start + WINDOW_MS[window] - 1]);
}

/** A column for {@link stepTimes}. */
export function twice(column: (number | null)[]): (number | null)[] {
  return column.flatMap((value) => [value, value]);
}

/** The window that a time is in: the last that starts at or before it; -1 without any. */
export function rowAt(plot: uPlot, x: number): number {
  const times = plot.data[0];
  let low = 0;
  let high = times.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times[middle * 2] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, high);
}

/** The window that the cursor is in; -1 where it is not over the chart. */
export function cursorRow(plot: uPlot): number {
  const { left } = plot.cursor;
  return left !== undefined && left >= 0 ? rowAt(plot, plot.posToVal(left, 'x')) : -1;
}

/** What is not final yet stands on a shaded ground. */
export function shade(plot: uPlot, from: number): void {
  const { ctx, bbox, scales } = plot;
  const max = scales.x?.max;
  if (Number.isNaN(from) || max === undefined || max === null || from >= max) return;
  const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.fillStyle = cssColor('--provisional');
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  ctx.strokeStyle = cssColor('--provisional-line');
  ctx.lineWidth = devicePixelRatio;
  const gap = 7 * devicePixelRatio;
  ctx.beginPath();
  for (let x = left - bbox.height; x < right; x += gap) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

/** Where the arrow keys, Home and End lead to from a row; absent for any other key. */
export function rowAfterKey(key: string, row: number, rows: number): number | undefined {
  const last = rows - 1;
  switch (key) {
    case 'ArrowLeft':
      return row < 0 ? last : Math.max(0, row - 1);
    case 'ArrowRight':
      return row < 0 ? last : Math.min(last, row + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
