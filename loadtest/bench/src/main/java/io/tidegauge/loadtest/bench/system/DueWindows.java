package io.tidegauge.loadtest.bench.system;

import java.time.Duration;
import java.time.Instant;

/**
 * Which windows are due when all series have a sample each interval from a day's start on, and the
 * time is that of the newest sample.
 *
 * @param start the first timestamp, the start of a day
 * @param span from the first timestamp to the last
 */
public record DueWindows(Instant start, Duration span) {

  /** How long windows stay open after their end, as it is configured where nothing else is set. */
  static final Duration GRACE = Duration.ofMinutes(5);

  /** The lengths of windows. */
  public enum Length {
    M5(Duration.ofMinutes(5), "rollups_5m"),
    M15(Duration.ofMinutes(15), "rollups_15m"),
    H1(Duration.ofHours(1), "rollups_1h"),
    H24(Duration.ofHours(24), "rollups_24h");

    private final Duration duration;
    private final String table;

    Length(Duration duration, String table) {
      this.duration = duration;
      this.table = table;
    }

    /** ClickHouse's table of them. */
    String table() {
      return table;
    }
  }

  /**
   * How many windows of a series are due: their end and the grace are not after the last sample.
   */
  public long count(Length length) {
    return Math.max(0, span.minus(GRACE).toMillis()) / length.duration.toMillis();
  }

  /** The start of the last one that is due, if one is. */
  Instant last(Length length) {
    return start.plus(length.duration.multipliedBy(count(length) - 1));
  }

  /**
   * How many samples of a series are in the windows that are due.
   *
   * @param steps all samples of a series
   */
  long samples(Length length, long steps) {
    long due = count(length) * length.duration.toMillis();
    long interval = steps < 2 ? 1 : span.toMillis() / (steps - 1);
    return Math.min(steps, (due + interval - 1) / interval);
  }
}
