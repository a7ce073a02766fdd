package io.tidegauge.loadtest.chaos.cuts.check;

/**
 * What is shown of a series.
 *
 * @param ended whether it has ended; then the rest is nothing
 * @param timestamp of the newest sample, ms since the epoch
 * @param value of the newest sample
 * @param start of the newest 5m window, ms since the epoch
 * @param count of that window
 * @param sum of that window
 */
public record Shown(
    boolean ended, long timestamp, double value, long start, long count, double sum) {

  /** A series that has ended. */
  public static final Shown ENDED = new Shown(true, 0, 0, 0, 0, 0);

  /** Whether this is from before another state of the same series. */
  boolean isBefore(Shown other) {
    return !ended
        && !other.ended
        && (timestamp < other.timestamp
            || (timestamp == other.timestamp && start == other.start && count < other.count));
  }
}
