package io.tidegauge.query.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a number grows, over the last ten seconds or, after a gap, since the reading before it.
 * A number that falls has begun anew, and so does its rate. Not thread-safe.
 */
final class Rate {

  private static final long SPAN = Duration.ofSeconds(10).toNanos();

  /** More than a span's readings at the shortest interval. */
  private static final int MOST = 32;

  private final List<Reading> readings = new ArrayList<>();

  private record Reading(long nanos, long value) {}

  /** Takes a reading. */
  void add(long nanos, long value) {
    if (!readings.isEmpty() && value < readings.getLast().value()) {
      readings.clear();
    }
    readings.add(new Reading(nanos, value));
    while (readings.size() > 2
        && (nanos - readings.get(1).nanos() >= SPAN || readings.size() > MOST)) {
      readings.removeFirst();
    }
  }

  /** Growth a second; null before there are two readings. */
  @Nullable Double perSecond() {
    if (readings.size() < 2) {
      return null;
    }
    Reading first = readings.getFirst();
    Reading last = readings.getLast();
    return (last.value() - first.value()) * 1e9 / Math.max(1, last.nanos() - first.nanos());
  }
}
