package io.tidegauge.processor.revise;

import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.window.Window;
import java.util.TreeSet;

/**
 * What was asked for of one series and day in a burst: the windows, and up to which offset raw
 * samples count.
 */
final class PendingDay {

  private final SeriesDay day;
  private final Labels labels;
  private final MetricKind kind;
  private final TreeSet<Target> asked = new TreeSet<>();
  private RollupVersion version = RollupVersion.NONE;
  private long watermark = Long.MIN_VALUE;

  /** A window to compute; children before parents. */
  record Target(Window window, long start) implements Comparable<Target> {
    @Override
    public int compareTo(Target other) {
      int byWindow = window.compareTo(other.window);
      return byWindow != 0 ? byWindow : Long.compare(start, other.start);
    }
  }

  PendingDay(SeriesDay day, Labels labels, MetricKind kind) {
    this.day = day;
    this.labels = labels;
    this.kind = kind;
  }

  void add(RevisionRecord.Request request) {
    RollupVersion wanted = new RollupVersion(request.epoch(), request.offset(), 1);
    version = wanted.compareTo(version) > 0 ? wanted : version;
    watermark = Math.max(watermark, request.watermark());
    asked.add(new Target(request.window(), request.start()));
  }

  /** The windows that were asked for, and their ancestors that the watermark has closed. */
  TreeSet<Target> targets(long graceMillis) {
    TreeSet<Target> targets = new TreeSet<>(asked);
    for (Target target : asked) {
      for (Window window = target.window().parent(); window != null; window = window.parent()) {
        long start = window.start(target.start());
        if (window.end(start) + graceMillis <= watermark) { // open ones take the result in
          targets.add(new Target(window, start));
        }
      }
    }
    return targets;
  }

  /** The windows that were asked for. */
  TreeSet<Target> asked() {
    return asked;
  }

  SeriesDay day() {
    return day;
  }

  Labels labels() {
    return labels;
  }

  MetricKind kind() {
    return kind;
  }

  /** The highest watermark of the requests. */
  long watermark() {
    return watermark;
  }

  /** Up to which offset of which epoch raw samples count: the version of the results. */
  RollupVersion version() {
    return version;
  }
}
