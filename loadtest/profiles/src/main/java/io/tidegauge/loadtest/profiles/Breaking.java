package io.tidegauge.loadtest.profiles;

/**
 * Finds the rate at which requests begin to be slow: the first five seconds in which more than a
 * twentieth of them were slow or failed, that is, whose p95 was above the limit. Thread-safe.
 */
final class Breaking {

  private static final long SPAN_NANOS = 5_000_000_000L;
  private static final int LEAST_REQUESTS = 20;
  private static final double MOST_BAD = 0.05;

  private boolean begun;
  private long begin;
  private long all;
  private long bad;
  private double held;
  private double broken;

  /**
   * A request has ended.
   *
   * @param good whether it was answered well, and in time
   * @param nanos the time of {@link System#nanoTime}
   */
  synchronized void add(boolean good, long nanos) {
    if (!begun) {
      begun = true;
      begin = nanos;
    }
    if (nanos - begin >= SPAN_NANOS) {
      judge((nanos - begin) / 1e9);
      begin = nanos;
      all = 0;
      bad = 0;
    }
    all++;
    bad += good ? 0 : 1;
  }

  private void judge(double seconds) {
    if (isBroken() || all < LEAST_REQUESTS) {
      return;
    }
    if (bad > MOST_BAD * all) {
      broken = all / seconds;
    } else {
      held = Math.max(held, all / seconds);
    }
  }

  /** Whether it has come to that. */
  synchronized boolean isBroken() {
    return broken > 0;
  }

  /** The highest rate of five seconds before that, requests a second. */
  synchronized double held() {
    return held;
  }

  /** Answers a second in the five seconds that were too slow; 0 where none were. */
  synchronized double broken() {
    return broken;
  }
}
