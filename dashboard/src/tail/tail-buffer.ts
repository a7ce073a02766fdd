import { toNumber } from '../api/numbers';
import type { Labels, LiveFrame, LiveSeries } from '../api/types';
import { parseTime } from '../format/time';

/** How a value stands to the one before it of the same series. */
export type Move = 'first' | 'same' | 'up' | 'down';

export interface SampleLine {
  type: 'sample';
  /** Rising; never used twice. */
  sequence: number;
  /** ms since the epoch. */
  time: number;
  metric: string;
  server: string;
  labels: Labels;
  kind: string | undefined;
  value: number;
  /** NaN where it is the first. */
  before: number;
  move: Move;
}

/** Something that happened to the feed itself. */
export interface EventLine {
  type: 'event';
  sequence: number;
  time: number;
  event: FeedEvent;
}

export type FeedEvent = 'lost' | 'resumed' | 'reset';
export type TailLine = SampleLine | EventLine;

/** Series whose last value is remembered. */
export const MOST_SERIES = 20_000;

/**
 * The newest lines of a feed, oldest first; bounded, in lines and in series that it compares with. While it is paused the
 * lines that are shown stay, what comes is counted and the newest of it kept for later.
 */
export class TailBuffer {
  /** Lines that came since the pause began. */
  missed = 0;
  /** ms since the epoch, of the newest sample; NaN before one. */
  newest = Number.NaN;
  private readonly last = new Map<string, { time: number; value: number }>();
  private lines: TailLine[] = [];
  private frozen: TailLine[] | undefined;
  private sequence = 0;
  private limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** What is to be seen, oldest first. */
  get shown(): readonly TailLine[] {
    return this.frozen ?? this.lines;
  }

  get paused(): boolean {
    return this.frozen !== undefined;
  }

  pause(): void {
    this.frozen ??= this.lines;
    this.missed = 0;
  }

  resume(): void {
    this.frozen = undefined;
    this.missed = 0;
  }

  /** Empties what is seen; series go on being compared with their last values. */
  clear(): void {
    this.lines = [];
    if (this.frozen) this.frozen = [];
    this.missed = 0;
  }

  resize(limit: number): void {
    this.limit = limit;
    this.lines = this.lines.slice(-limit);
    if (this.frozen) this.frozen = this.frozen.slice(-limit);
  }

  /** Takes a frame's samples in the order of their times. One that is not newer than the last of its series is no line. */
  apply(frame: LiveFrame, whole: boolean): void {
    const fresh: SampleLine[] = [];
    for (const series of frame.series) {
      const line = this.read(series);
      if (line) fresh.push(line);
    }
    if (whole) this.forgetOthers(frame.series);
    fresh.sort((a, b) => a.time - b.time);
    // Of a large snapshot only the newest are ever seen.
    this.append(fresh.slice(-this.limit));
  }

  note(event: FeedEvent, time: number): void {
    this.append([{ type: 'event', sequence: 0, time, event }]);
  }

  private read(series: LiveSeries): SampleLine | undefined {
    const before = this.last.get(series.id);
    if (series.ended) {
      this.last.delete(series.id);
      return undefined;
    }
    const time = parseTime(series.timestamp);
    if (Number.isNaN(time) || (before && time <= before.time)) return undefined;
    const value = toNumber(series.value);
    if (before || this.last.size < MOST_SERIES) this.last.set(series.id, { time, value });
    if (!(time <= this.newest)) this.newest = time;
    return {
      type: 'sample',
      sequence: 0,
      time,
      metric: series.metric,
      server: series.server ?? '',
      labels: series.labels,
      kind: series.kind,
      value,
      before: before?.value ?? Number.NaN,
      move: before ? moveOf(before.value, value) : 'first',
    };
  }

  private forgetOthers(series: LiveSeries[]): void {
    const named = new Set(series.map(({ id }) => id));
    for (const id of this.last.keys()) {
      if (!named.has(id)) this.last.delete(id);
    }
  }

  /** Always a new array, so that one that is being looked at does not change. */
  private append(fresh: TailLine[]): void {
    if (fresh.length === 0) return;
    for (const line of fresh) line.sequence = ++this.sequence;
    this.lines = [...this.lines, ...fresh].slice(-this.limit);
    if (this.paused) this.missed += fresh.length;
  }
}

function moveOf(before: number, value: number): Move {
  if (value > before) return 'up';
  return value < before ? 'down' : 'same';
}
