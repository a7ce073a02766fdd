package io.tidegauge.processor.topology;

import java.time.Duration;

/**
 * Tells when a task has passed whatever another had processed of its partition before it: readers
 * of the live topic drop what is behind what they have seen, and what was told before that moment
 * is told again.
 */
final class CatchUp {

  /** How far the clocks of brokers and processors may be apart. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private final long until;
  private boolean passed;

  /** Begins when a task is taken over, ms since the epoch, by the true time. */
  CatchUp(long began) {
    until = began + SKEW.toMillis();
  }

  /** Whether it is passed by a record of this append time, and was not before. */
  boolean passesWith(long appended) {
    if (passed || appended <= until) {
      return false;
    }
    passed = true;
    return true;
  }
}
