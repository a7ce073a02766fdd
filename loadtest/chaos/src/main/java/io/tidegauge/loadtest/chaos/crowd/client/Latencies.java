package io.tidegauge.loadtest.chaos.crowd.client;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long it takes until subscribers have what was sent, in parts of the time that follow one
 * another. A delivery belongs to the part in which the change was sent, however late it comes; what
 * was sent in between belongs to none. Thread-safe.
 */
public final class Latencies {

  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private volatile Part part = new Part();

  /** What was sent in a part of the time. */
  public static final class Part {

    private final Histogram micros = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    private final long from = System.nanoTime();
    private volatile long nanos = Long.MAX_VALUE;

    private Part() {}

    /** What is sent from now on does not belong to it. */
    public void end() {
      nanos = System.nanoTime() - from;
    }

    /** How long each delivery took, µs. */
    public Histogram micros() {
      return micros;
    }

    private void delivered(long sent, long now) {
      long since = sent - from;
      if (since >= 0 && since < nanos) {
        micros.recordValue(
            Math.clamp(TimeUnit.NANOSECONDS.toMicros(now - sent), 0, HIGHEST_MICROS));
      }
    }
  }

  /** Begins a part. */
  public Part next() {
    Part begun = new Part();
    part = begun;
    return begun;
  }

  /** A subscriber was shown at {@code now} what was sent at {@code sent}. */
  void delivered(long sent, long now) {
    part.delivered(sent, now);
  }
}
