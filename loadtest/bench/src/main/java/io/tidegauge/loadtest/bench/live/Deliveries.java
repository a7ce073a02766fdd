package io.tidegauge.loadtest.bench.live;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long deliveries take. Those count that were published since {@link #begin}. The event loop of
 * the readers writes; whoever reads does so when nothing is delivered any more.
 */
final class Deliveries {

  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  private volatile Part part = new Part();

  /** A part of the time. */
  static final class Part {
    private final long from = System.nanoTime();
    private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);
    private long bytes;
    private long events;

    private Part() {}

    Histogram micros() {
      return micros;
    }

    long bytes() {
      return bytes;
    }

    /** Events that came meanwhile, those that were published before it too. */
    long events() {
      return events;
    }
  }

  /** What is published from now on belongs to a new part. */
  Part begin() {
    Part begun = new Part();
    part = begun;
    return begun;
  }

  void delivered(long published, long now) {
    Part current = part;
    current.events++;
    if (published - current.from >= 0) {
      current.micros.recordValue(
          Math.clamp(TimeUnit.NANOSECONDS.toMicros(now - published), 0, HIGHEST_MICROS));
    }
  }

  void received(int bytes) {
    part.bytes += bytes;
  }
}
