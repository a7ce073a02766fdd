package io.tidegauge.loadtest.profiles;

/** How fast requests really came: a busy machine may fall behind the rate. Thread-safe. */
final class Arrivals {

  private long count;
  private long first;
  private long last;

  /** One came, at a time of {@link System#nanoTime}. */
  synchronized void add(long nanos) {
    if (count == 0) {
      first = nanos;
      last = nanos;
    }
    count++;
    if (nanos - last > 0) {
      last = nanos;
    }
  }

  /** How many came. */
  synchronized long count() {
    return count;
  }

  /** How many came in a second; 0 where fewer than two did. */
  synchronized double perSecond() {
    long nanos = last - first;
    return nanos <= 0 ? 0 : (count - 1) * 1e9 / nanos;
  }
}
