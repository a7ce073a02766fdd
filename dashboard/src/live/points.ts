import type { MetricKind } from '../api/types';

/** How far back the live chart looks, in ms. */
export const LIVE_SPAN_MS = 5 * 60_000;
/** Five minutes at the four updates a second that a subscriber gets. */
const MOST_POINTS = 1_200;
/** Without a value for so many usual intervals, the line is broken instead of drawn across. */
const GAP_INTERVALS = 4;
const SHORTEST_GAP_MS = 10_000;

/** The last minutes of one series, ready to be drawn; counters as increase per second. */
export class Points {
  /** ms since the epoch, rising. */
  readonly times: number[] = [];
  /** null breaks the line. */
  readonly values: (number | null)[] = [];
  private readonly kind: MetricKind;
  private lastTime = Number.NaN;
  private lastRaw = Number.NaN;
  private interval = Number.NaN;

  constructor(kind: MetricKind) {
    this.kind = kind;
  }

  /** The newest value as it is drawn; NaN before there is one. */
  get latest(): number {
    const value = this.values[this.values.length - 1];
    return typeof value === 'number' ? value : Number.NaN;
  }

  /** Takes the next sample. One that is not newer than the last changes nothing: no step backwards. */
  add(time: number, raw: number): void {
    if (!Number.isFinite(time) || time <= this.lastTime) return;
    const elapsed = time - this.lastTime;
    const value = this.kind === 'counter' ? this.rate(raw, elapsed) : raw;
    if (elapsed > Math.max(SHORTEST_GAP_MS, GAP_INTERVALS * this.interval)) {
      this.push(time - 1, null);
    }
    if (elapsed > 0) {
      this.interval = Number.isNaN(this.interval)
        ? elapsed
        : this.interval + (elapsed - this.interval) / 8;
    }
    this.lastTime = time;
    this.lastRaw = raw;
    if (this.kind !== 'counter' || Number.isFinite(value)) {
      this.push(time, Number.isFinite(value) ? value : null);
    }
    this.trim(time - LIVE_SPAN_MS);
  }

  /** Per second; a counter that fell was started again from zero. */
  private rate(raw: number, elapsed: number): number {
    const increase = raw < this.lastRaw ? raw : raw - this.lastRaw;
    return (increase * 1000) / elapsed;
  }

  private push(time: number, value: number | null): void {
    this.times.push(time);
    this.values.push(value);
  }

  private trim(oldest: number): void {
    let drop = Math.max(0, this.times.length - MOST_POINTS);
    // One point before the edge stays, so that the line reaches it.
    while (drop + 1 < this.times.length && (this.times[drop + 1] ?? 0) < oldest) drop++;
    if (drop > 0) {
      this.times.splice(0, drop);
      this.values.splice(0, drop);
    }
  }
}
