package io.tidegauge.loadtest.latency;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * When events were sent and seen. The value of an event is its number in its series, from 1; a feed
 * that conflates shows the newest, so a number that is seen stands for all before it. Thread-safe:
 * one thread sends, another one sees.
 */
final class Probe {

  private static final long HIGHEST_MICROS = 600_000_000L;

  private final long[][] sentNanos;
  private final int[] seen;
  private final Histogram micros = new ConcurrentHistogram(HIGHEST_MICROS, 3);

  Probe(int series, int eventsPerSeries) {
    sentNanos = new long[series][eventsPerSeries + 1];
    seen = new int[series];
  }

  /** Event {@code number} of a series is about to be sent. */
  synchronized void sent(int series, int number, long nanos) {
    sentNanos[series][number] = nanos;
  }

  /** A subscriber was shown event {@code number} of a series. */
  synchronized void seen(int series, int number, long nanos) {
    for (int n = seen[series] + 1; n <= Math.min(number, sentNanos[series].length - 1); n++) {
      if (n > 0 && sentNanos[series][n] != 0) {
        micros.recordValue(Math.min(HIGHEST_MICROS, (nanos - sentNanos[series][n]) / 1000));
      }
      seen[series] = n;
    }
  }

  /** How many events were seen. */
  synchronized long seenCount() {
    return micros.getTotalCount();
  }

  /** The latencies, microseconds. */
  synchronized Histogram histogram() {
    return micros.copy();
  }
}
