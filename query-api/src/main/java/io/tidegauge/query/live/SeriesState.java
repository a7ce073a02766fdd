package io.tidegauge.query.live;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of one series: immutable, a change makes a new one. The aggregates in it are
 * shared and never changed.
 */
public final class SeriesState {

  static final LiveWindow[] NO_WINDOWS = new LiveWindow[0];

  private final Identity identity;
  private final int epoch;
  private final long offset;
  private final long liveOffset;
  private final long lastTimestamp;
  private final double lastValue;
  private final boolean ended;
  private final LiveWindow[] windows;
  private final List<Revised> revised;

  /** Made when somebody wants it; two threads may make one each, which say the same. */
  private @Nullable SeriesJson json;

  SeriesState(
      Identity identity,
      int epoch,
      long offset,
      long liveOffset,
      long lastTimestamp,
      double lastValue,
      boolean ended,
      LiveWindow[] windows,
      List<Revised> revised) {
    this.identity = identity;
    this.epoch = epoch;
    this.offset = offset;
    this.liveOffset = liveOffset;
    this.lastTimestamp = lastTimestamp;
    this.lastValue = lastValue;
    this.ended = ended;
    this.windows = windows;
    this.revised = revised;
  }

  /** What never changes of a series. */
  record Identity(
      SeriesId id, Labels labels, String metric, String server, MetricKind kind, int partition) {}

  Identity identity() {
    return identity;
  }

  /** The same with other windows. */
  SeriesState withWindows(LiveWindow[] other) {
    return new SeriesState(
        identity, epoch, offset, liveOffset, lastTimestamp, lastValue, ended, other, revised);
  }

  /** The same, ended by a record of the live topic, without windows. */
  SeriesState asEnded(long byLiveOffset) {
    return new SeriesState(
        identity,
        epoch,
        offset,
        byLiveOffset,
        lastTimestamp,
        lastValue,
        true,
        NO_WINDOWS,
        List.of());
  }

  /** The windows of {@code old} and {@code news}: of each the one with the highest version. */
  static LiveWindow[] merge(LiveWindow[] old, List<LiveWindow> news) {
    LiveWindow[] merged = old.clone();
    for (LiveWindow told : news) {
      int at = find(merged, told.window(), told.start());
      if (at < 0) {
        merged = inserted(merged, -at - 1, told);
      } else if (told.supersedes(merged[at])) {
        merged[at] = told;
      }
    }
    return merged;
  }

  private static LiveWindow[] inserted(LiveWindow[] windows, int at, LiveWindow told) {
    LiveWindow[] more = new LiveWindow[windows.length + 1];
    System.arraycopy(windows, 0, more, 0, at);
    more[at] = told;
    System.arraycopy(windows, at, more, at + 1, windows.length - at);
    return more;
  }

  /** Where a window is; where it would be inserted, as a binary search says it, if it is not. */
  private static int find(LiveWindow[] windows, Window window, long start) {
    int low = 0;
    int high = windows.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = order(windows[middle], window, start);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private static int order(LiveWindow one, Window window, long start) {
    int byWindow = Integer.compare(one.window().ordinal(), window.ordinal());
    return byWindow != 0 ? byWindow : Long.compare(one.start(), start);
  }

  /** The entry of a window as the topic gave it; null where there is none. */
  @Nullable LiveWindow entry(Window window, long start) {
    int at = find(windows, window, start);
    return at < 0 ? null : windows[at];
  }

  /** The entries, sorted by window and start; shared, not to be changed. */
  LiveWindow[] entries() {
    return windows;
  }

  /** Its closed windows that were computed again lately, the newest in the end. */
  List<Revised> revised() {
    return revised;
  }

  /**
   * Its closed windows of a length that were computed again lately, with starts in [from, to):
   * history may not have them yet.
   */
  public List<Rollup> recalculated(Window window, long from, long to) {
    if (revised.isEmpty()) {
      return List.of();
    }
    return revised.stream()
        .map(Revised::rollup)
        .filter(rollup -> rollup.window() == window)
        .filter(rollup -> rollup.start() >= from && rollup.start() < to)
        .toList();
  }

  /** The id. */
  public SeriesId id() {
    return identity.id();
  }

  /** The first offset of the live topic that is needed to know it as it is. */
  long knownFrom() {
    long first = liveOffset;
    for (LiveWindow window : windows) {
      first = Math.min(first, window.liveOffset());
    }
    return first;
  }

  /** All labels, the metric name among them. */
  public Labels labels() {
    return identity.labels();
  }

  /** The metric name. */
  public String metric() {
    return identity.metric();
  }

  /** The server it belongs to; empty where there is none. */
  public String server() {
    return identity.server();
  }

  /** How values are read. */
  public MetricKind kind() {
    return identity.kind();
  }

  int partition() {
    return identity.partition();
  }

  int epoch() {
    return epoch;
  }

  long offset() {
    return offset;
  }

  /** The offset on the live topic of the record that changed it last. */
  long liveOffset() {
    return liveOffset;
  }

  /** Of the newest sample, ms since the epoch. */
  public long lastTimestamp() {
    return lastTimestamp;
  }

  /** The newest sample's value. */
  public double lastValue() {
    return lastValue;
  }

  /** Whether it has ended: subscribers forget it; its windows stay until history has them. */
  public boolean ended() {
    return ended;
  }

  /** Its JSON, encoded once. */
  SeriesJson json() {
    SeriesJson made = json;
    if (made == null) {
      made = new SeriesJson(this);
      json = made;
    }
    return made;
  }
}
