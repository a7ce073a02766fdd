package io.tidegauge.loadtest.chaos.cuts.check;

import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.window.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All that the log says of one series, in its order. Not thread-safe. */
final class Track {

  private static final int WINDOWS = 4;

  private final String id;
  private final int partition;
  private final Map<String, String> labels;
  private final List<Point> points = new ArrayList<>();
  private final TreeMap<Long, Rollup> windows = new TreeMap<>();
  private int epoch;
  private long source = -1;

  /**
   * The series from a record on.
   *
   * @param offset of the record
   */
  record Point(long offset, Shown shown) {}

  Track(String id, int partition, Map<String, String> labels) {
    this.id = id;
    this.partition = partition;
    this.labels = Map.copyOf(labels);
  }

  String id() {
    return id;
  }

  int partition() {
    return partition;
  }

  Map<String, String> labels() {
    return labels;
  }

  /** Adds an entry, unless a reader has to ignore it. */
  void add(long offset, int ofEpoch, LiveSeries entry) {
    boolean outdated = ofEpoch < epoch || (ofEpoch == epoch && entry.offset() < source);
    boolean unknown = points.isEmpty() && entry.ended();
    if (outdated || unknown) {
      return;
    }
    epoch = ofEpoch;
    source = entry.offset();
    for (Rollup window : entry.windows()) {
      if (window.window() == Window.M5) {
        windows.merge(window.start(), window, Track::newer);
      }
    }
    while (windows.size() > WINDOWS) {
      windows.pollFirstEntry();
    }
    points.add(new Point(offset, shown(entry)));
  }

  private static Rollup newer(Rollup old, Rollup news) {
    int order = news.version().compareTo(old.version());
    return order > 0 || (order == 0 && old.state() != Rollup.State.FINAL) ? news : old;
  }

  private Shown shown(LiveSeries entry) {
    if (entry.ended()) {
      return Shown.ENDED;
    }
    Map.Entry<Long, Rollup> newest = windows.lastEntry();
    return newest == null
        ? new Shown(false, entry.lastTimestamp(), entry.lastValue(), 0, 0, 0)
        : new Shown(
            false,
            entry.lastTimestamp(),
            entry.lastValue(),
            newest.getKey(),
            newest.getValue().aggregate().count(),
            newest.getValue().aggregate().sum());
  }

  /** The last record before an offset that changed it. */
  Optional<Point> before(long offset) {
    int low = 0;
    int high = points.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points.get(middle).offset() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? Optional.empty() : Optional.of(points.get(low - 1));
  }
}
