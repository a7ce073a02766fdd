package io.tidegauge.processor.revise;

import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of one partition, gathered into one recalculation per series and day and burst. A
 * burst ends when nothing came for a quiet time, or when it has lasted long enough. Times are
 * monotonic nanoseconds. Not thread-safe.
 */
final class PendingRevisions {

  private final Map<SeriesDay, PendingDay> days = new LinkedHashMap<>();
  private final long quietNanos;
  private final long longestNanos;
  private long firstNanos;
  private long lastNanos;
  private long nextPosition = -1;
  private long committedPosition = -1;
  private long notBeforeNanos;
  private boolean postponed;

  PendingRevisions(long quietNanos, long longestNanos) {
    this.quietNanos = quietNanos;
    this.longestNanos = longestNanos;
  }

  void add(RevisionRecord.Request request, long now) {
    if (days.isEmpty()) {
      firstNanos = now;
    }
    lastNanos = now;
    SeriesDay day =
        new SeriesDay(request.tenant(), request.series(), Window.H24.start(request.start()));
    days.computeIfAbsent(day, key -> new PendingDay(key, request.labels(), request.kind()))
        .add(request);
  }

  /** Whether there is a position to commit though nothing is pending: read, and nobody's work. */
  boolean isIdleAhead() {
    return days.isEmpty() && nextPosition > committedPosition;
  }

  /** Notes what was committed. */
  void committed(long position) {
    committedPosition = position;
  }

  /** Notes that everything before a position of the revisions topic has been read. */
  void read(long position) {
    nextPosition = position;
  }

  /** The position that may be committed once what is pending is done. */
  long nextPosition() {
    return nextPosition;
  }

  int size() {
    return days.size();
  }

  boolean isDue(long now) {
    if (postponed && now - notBeforeNanos < 0) {
      return false;
    }
    postponed = false;
    return !days.isEmpty() && (now - lastNanos >= quietNanos || now - firstNanos >= longestNanos);
  }

  /** The offset of the samples topic that they wait for: the highest of the newest epoch. */
  long highestOffset() {
    return days.values().stream()
        .map(PendingDay::version)
        .max(Comparator.naturalOrder())
        .map(RollupVersion::offset)
        .orElse(-1L);
  }

  /** All of them. */
  List<PendingDay> days() {
    return List.copyOf(days.values());
  }

  /** Forgets all of them: they are done. */
  void clear() {
    days.clear();
  }

  /** Not due before a time. */
  void postpone(long untilNanos) {
    notBeforeNanos = untilNanos;
    postponed = true;
  }
}
