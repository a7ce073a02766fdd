import { toTime } from './numbers.js';
import type { LiveFrame, LiveSeries } from './types.js';

/** What is handed on: one frame for all that came since the last. */
export type Apply = (frame: LiveFrame, whole: boolean) => void;

/**
 * Gathers frames and hands them on at most once per animation frame, the latest of each series. Bounded by
 * the number of series, also while a hidden tab gets no animation frames.
 */
export class Conflater {
  private readonly apply: Apply;
  private readonly schedule: (callback: () => void) => number;
  private readonly cancel: (handle: number) => void;
  private series = new Map<string, LiveSeries>();
  private watermark: string | null | undefined;
  private lag: number | undefined;
  private whole = false;
  private handle: number | undefined;

  constructor(
    apply: Apply,
    schedule: (callback: () => void) => number = nextFrame,
    cancel: (handle: number) => void = cancelFrame,
  ) {
    this.apply = apply;
    this.schedule = schedule;
    this.cancel = cancel;
  }

  push(frame: LiveFrame, whole: boolean): void {
    if (whole) {
      this.series.clear();
      this.whole = true;
    }
    for (const next of frame.series) {
      const waiting = this.series.get(next.id);
      if (waiting && !waiting.ended && isOlder(next, waiting)) continue;
      this.series.set(next.id, waiting && !next.ended ? joined(waiting, next) : next);
    }
    if (frame.watermark) this.watermark = frame.watermark;
    this.lag = frame.lag;
    this.handle ??= this.schedule(() => this.flush());
  }

  close(): void {
    if (this.handle !== undefined) this.cancel(this.handle);
    this.handle = undefined;
    this.series.clear();
  }

  private flush(): void {
    this.handle = undefined;
    const frame: LiveFrame = { series: [...this.series.values()] };
    if (this.watermark) frame.watermark = this.watermark;
    if (this.lag !== undefined) frame.lag = this.lag;
    const whole = this.whole;
    this.series = new Map();
    this.whole = false;
    this.apply(frame, whole);
  }
}

/** Revised windows of a series that wait for a frame: as many as the server remembers of one. */
const MOST_REVISED = 16;

/** The newer state, with what only the older one has told. */
function joined(waiting: LiveSeries, next: LiveSeries): LiveSeries {
  const windows = { ...waiting.windows, ...next.windows };
  const revised = [...(waiting.revised ?? []), ...(next.revised ?? [])].slice(-MOST_REVISED);
  return { ...next, windows, ...(revised.length > 0 ? { revised } : {}) };
}

/** Values never step backwards, also not between two frames. */
function isOlder(next: LiveSeries, waiting: LiveSeries): boolean {
  return !next.ended && toTime(next.timestamp) < toTime(waiting.timestamp);
}

/** Where there are no animation frames, at about their rate. */
const FRAME_MS = 16;
const hasFrames = typeof requestAnimationFrame === 'function';

function nextFrame(callback: () => void): number {
  return hasFrames ? requestAnimationFrame(callback) : Number(setTimeout(callback, FRAME_MS));
}

function cancelFrame(handle: number): void {
  if (hasFrames) cancelAnimationFrame(handle);
  else clearTimeout(handle);
}
