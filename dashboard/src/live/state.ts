import { toKind, toNumber } from '../api/numbers';
import type {
  Labels,
  LiveFrame,
  LiveSeries,
  MetricKind,
  WindowName,
  WindowValues,
} from '../api/types';
import { parseTime } from '../format/time';
import { Points } from './points';

/** Series that the page keeps; a subscription is to one metric of one server, so this is plenty. */
export const MOST_SERIES = 500;
/** Windows of one length that are kept per series: the open ones and what history may not have yet. */
const MOST_WINDOWS = 6;

export interface LiveEntry {
  id: string;
  metric: string;
  labels: Labels;
  kind: MetricKind;
  /** ms since the epoch, of the newest sample. */
  time: number;
  /** As it was sent; for a counter the running total. */
  value: number;
  points: Points;
  windows: Map<WindowName, WindowValues[]>;
}

/** What the live stream has said so far. Not bound to the DOM; one writer. */
export class LiveState {
  readonly entries = new Map<string, LiveEntry>();
  /** ms since the epoch; NaN where it is not known. */
  watermark = Number.NaN;
  /** Series that there was no room for. */
  dropped = 0;

  /**
   * @param whole a snapshot: what it does not name is gone. Points drawn so far are kept, so that a
   *     chart survives a reconnection.
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
    const watermark = parseTime(frame.watermark);
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
    let entry = this.entries.get(series.id);
    if (!entry) {
      if (this.entries.size >= MOST_SERIES) {
        this.dropped++;
        return;
      }
      const kind = toKind(series.kind);
      entry = {
        id: series.id,
        metric: series.metric,
        labels: series.labels,
        kind,
        time: Number.NEGATIVE_INFINITY,
        value: Number.NaN,
        points: new Points(kind),
        windows: new Map(),
      };
      this.entries.set(series.id, entry);
    }
    const time = parseTime(series.timestamp);
    if (time >= entry.time) {
      entry.time = time;
      entry.value = toNumber(series.value);
      entry.points.add(time, entry.value);
    }
    for (const [name, values] of Object.entries(series.windows ?? {})) {
      for (const each of Array.isArray(values) ? values : [values]) {
        keepWindow(entry, name as WindowName, each);
      }
    }
  }
}

function keepWindow(entry: LiveEntry, name: WindowName, values: WindowValues): void {
  const kept = entry.windows.get(name) ?? [];
  const others = kept.filter((each) => parseTime(each.start) !== parseTime(values.start));
  others.push(values);
  others.sort((a, b) => parseTime(a.start) - parseTime(b.start));
  entry.windows.set(name, others.slice(-MOST_WINDOWS));
}
