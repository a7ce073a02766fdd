package io.tidegauge.loadtest.send;

import java.io.PrintWriter;
import java.util.Locale;

/** Says how far sending has come, at most once a second. Not thread-safe. */
final class Progress {

  private static final long EVERY_NANOS = 1_000_000_000L;

  private final PrintWriter out;
  private final String unit;
  private final long total;
  private final long started = System.nanoTime();
  private long said = started;

  Progress(PrintWriter out, String unit, long total) {
    this.out = out;
    this.unit = unit;
    this.total = total;
  }

  /** So many are done. */
  void at(long done) {
    long now = System.nanoTime();
    if (now - said >= EVERY_NANOS) {
      said = now;
      out.printf(
          Locale.ROOT,
          "%,d of %,d %s, %d %%, %,.0f a second%n",
          done,
          total,
          unit,
          total == 0 ? 100 : done * 100 / total,
          done / seconds());
      out.flush();
    }
  }

  /** The time since the start, s. */
  double seconds() {
    return Math.max(1e-3, (System.nanoTime() - started) / 1e9);
  }
}
