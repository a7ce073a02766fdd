import { toKind, toNumber, toTime } from './numbers.js';
import type {
  Labels,
  LiveFrame,
  LiveSeries,
  MetricKind,
  WindowName,
  WindowValues,
} from './types.js';

/** What is known of a series. */
export interface LiveEntry {
  id: string;
  metric: string;
  labels: Labels;
  kind: MetricKind;
  server: string;
  /** ms since the epoch, of the newest sample. */
  time: number;
  /** As it was sent; for a counter the running total. */
  value: number;
  /** Of each length the newest windows, by start. */
  windows: Map<WindowName, WindowValues[]>;
}

export interface StateOptions<Entry extends LiveEntry> {
  /** Series that are kept. Default 10,000, which is the most that a snapshot has. */
  mostSeries?: number;
  /** Windows of one length that are kept per series: the open ones and what history may not have yet. Default 6. */
  mostWindows?: number;
  /** Makes what is kept of a series out of what is known of it; as it is by default. */
  create?: (entry: LiveEntry) => Entry;
  /** A sample newer than the last of its series; the entry has it already. */
  onSample?: (entry: Entry) => void;
}

const MOST_SERIES = 10_000;
const MOST_WINDOWS = 6;

/** What the live feed has said so far. Not bound to a page; one writer. */
export class LiveState<Entry extends LiveEntry = LiveEntry> {
  readonly entries = new Map<string, Entry>();
  /** How far samples have been processed, ms since the epoch; NaN where it is not known. */
  watermark = Number.NaN;
  /** Seconds that the newest frame has waited for this reader; 0 where it keeps up. */
  lag = 0;
  /** Series that there was no room for. */
  dropped = 0;
  private readonly options: Required<StateOptions<Entry>>;

  constructor(options: StateOptions<Entry> = {}) {
    this.options = {
      mostSeries: MOST_SERIES,
      mostWindows: MOST_WINDOWS,
      create: (entry) => entry as Entry,
      onSample: () => {},
      ...options,
    };
  }

  /**
   * @param whole a snapshot: what it does not name is gone. Entries that it names stay the same objects, so that what
   *     is kept with them survives a reconnection.
   */
  apply(frame: LiveFrame, whole: boolean): void {
    const named = new Set<string>();
    if (whole) this.dropped = 0;
    for (const series of frame.series) {
      named.add(series.id);
      this.applySeries(series);
    }
    if (whole) {
      for (const id of this.entries.keys()) {
        if (!named.has(id)) this.entries.delete(id);
      }
    }
    this.lag = frame.lag ?? 0;
    const watermark = toTime(frame.watermark);
    if (!Number.isNaN(watermark)) this.watermark = watermark;
  }

  /** ms since the epoch, of the newest sample of all; NaN where there is none. */
  get newest(): number {
    let newest = Number.NaN;
    for (const { time } of this.entries.values()) {
      if (!(time <= newest)) newest = time;
    }
    return newest;
  }

  private applySeries(series: LiveSeries): void {
    if (series.ended) {
      this.entries.delete(series.id);
      return;
    }
    const entry = this.entries.get(series.id) ?? this.enter(series);
    if (!entry) return;
    const time = toTime(series.timestamp);
    // Never a step backwards.
    if (time >= entry.time) {
      entry.time = time;
      entry.value = toNumber(series.value);
      this.options.onSample(entry);
    }
    for (const [name, values] of Object.entries(series.windows ?? {})) {
      for (const each of Array.isArray(values) ? values : [values]) {
        this.keepWindow(entry, name as WindowName, each);
      }
    }
    for (const { window, ...values } of series.revised ?? []) {
      // Of those that are kept; what is older is for history.
      if (this.keepsWindow(entry, window, values)) this.keepWindow(entry, window, values);
    }
  }

  private enter(series: LiveSeries): Entry | undefined {
    if (this.entries.size >= this.options.mostSeries) {
      this.dropped++;
      return undefined;
    }
    const entry = this.options.create({
      id: series.id,
      metric: series.metric,
      labels: series.labels,
      kind: toKind(series.kind),
      server: series.server ?? '',
      time: Number.NEGATIVE_INFINITY,
      value: Number.NaN,
      windows: new Map(),
    });
    this.entries.set(series.id, entry);
    return entry;
  }

  private keepsWindow(entry: LiveEntry, name: WindowName, { start }: WindowValues): boolean {
    const kept = entry.windows.get(name) ?? [];
    return kept.some((each) => toTime(each.start) === toTime(start));
  }

  private keepWindow(entry: LiveEntry, name: WindowName, values: WindowValues): void {
    const kept = entry.windows.get(name) ?? [];
    const others = kept.filter((each) => toTime(each.start) !== toTime(values.start));
    others.push(values);
    others.sort((a, b) => toTime(a.start) - toTime(b.start));
    entry.windows.set(name, others.slice(-this.options.mostWindows));
  }
}
