package io.tidegauge.query.live;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of one series: immutable, a change makes a new one. The aggregates in it are
 * shared and never changed.
 */
public final class SeriesState {

  private final SeriesId id;
  private final Labels labels;
  private final String metric;
  private final String server;
  private final MetricKind kind;
  private final int partition;
  private final int epoch;
  private final long offset;
  private final long liveOffset;
  private final long[] cameAt;
  private final long lastTimestamp;
  private final double lastValue;
  private final boolean ended;
  private final Rollup[] windows;
  private final List<Revised> revised;

  /** Made when somebody wants it; two threads may make one each, which say the same. */
  private @Nullable SeriesJson json;

  SeriesState(
      Identity identity,
      int epoch,
      long offset,
      long liveOffset,
      long[] cameAt,
      long lastTimestamp,
      double lastValue,
      boolean ended,
      Rollup[] windows,
      List<Revised> revised) {
    this.id = identity.id();
    this.labels = identity.labels();
    this.metric = identity.metric();
    this.server = identity.server();
    this.kind = identity.kind();
    this.partition = identity.partition();
    this.epoch = epoch;
    this.offset = offset;
    this.liveOffset = liveOffset;
    this.cameAt = cameAt;
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
    return new Identity(id, labels, metric, server, kind, partition);
  }

  /** The same with other windows. */
  SeriesState withWindows(Rollup[] other) {
    return new SeriesState(
        identity(),
        epoch,
        offset,
        liveOffset,
        cameAt(other, this, liveOffset),
        lastTimestamp,
        lastValue,
        ended,
        other,
        revised);
  }

  /** The same, ended by a record of the live topic, without windows. */
  SeriesState asEnded(long byLiveOffset) {
    return new SeriesState(
        identity(),
        epoch,
        offset,
        byLiveOffset,
        new long[0],
        lastTimestamp,
        lastValue,
        true,
        new Rollup[0],
        List.of());
  }

  /** The windows of {@code old} and {@code news}: of each the one with the highest version. */
  static Rollup[] merge(Rollup[] old, List<Rollup> news) {
    Rollup[] merged = old.clone();
    for (Rollup rollup : news) {
      int at = find(merged, rollup.window(), rollup.start());
      if (at < 0) {
        merged = inserted(merged, -at - 1, rollup);
      } else if (supersedes(rollup, merged[at])) {
        merged[at] = rollup;
      }
    }
    return merged;
  }

  private static Rollup[] inserted(Rollup[] windows, int at, Rollup rollup) {
    Rollup[] more = new Rollup[windows.length + 1];
    System.arraycopy(windows, 0, more, 0, at);
    more[at] = rollup;
    System.arraycopy(windows, at, more, at + 1, windows.length - at);
    return more;
  }

  /**
   * With which record of the live topic each window came: those that were there before with an
   * earlier one.
   *
   * @param windows sorted, as all entries are
   * @param liveOffset of the record that brought all others
   */
  static long[] cameAt(Rollup[] windows, @Nullable SeriesState before, long liveOffset) {
    long[] cameAt = new long[windows.length];
    Arrays.fill(cameAt, liveOffset);
    if (before == null) {
      return cameAt;
    }
    Rollup[] old = before.windows;
    int at = 0;
    for (int i = 0; i < windows.length; i++) {
      while (at < old.length && order(old[at], windows[i].window(), windows[i].start()) < 0) {
        at++;
      }
      if (at < old.length && old[at] == windows[i]) {
        cameAt[i] = before.cameAt[at];
      }
    }
    return cameAt;
  }

  /** Where a window is; where it would be inserted, as a binary search says it, if it is not. */
  private static int find(Rollup[] windows, Window window, long start) {
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

  private static int order(Rollup rollup, Window window, long start) {
    int byWindow = Integer.compare(rollup.window().ordinal(), window.ordinal());
    return byWindow != 0 ? byWindow : Long.compare(rollup.start(), start);
  }

  /** Whether {@code a} takes the place of {@code b}: a higher version, or as high and final. */
  static boolean supersedes(Rollup a, Rollup b) {
    int order = a.version().compareTo(b.version());
    return order > 0 || (order == 0 && b.state() != Rollup.State.FINAL);
  }

  /** The entry of a window as the topic gave it; null where there is none. */
  @Nullable Rollup entry(Window window, long start) {
    int at = find(windows, window, start);
    return at < 0 ? null : windows[at];
  }

  /** The entries, sorted by window and start; shared, not to be changed. */
  Rollup[] entries() {
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
    return id;
  }

  /** The first offset of the live topic that is needed to know it as it is. */
  long knownFrom() {
    return Arrays.stream(cameAt).min().orElse(liveOffset);
  }

  /** All labels, the metric name among them. */
  public Labels labels() {
    return labels;
  }

  /** The metric name. */
  public String metric() {
    return metric;
  }

  /** The server it belongs to; empty where there is none. */
  public String server() {
    return server;
  }

  /** How values are read. */
  public MetricKind kind() {
    return kind;
  }

  int partition() {
    return partition;
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
