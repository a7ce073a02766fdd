package io.tidegauge.loadtest.bench.load;

import io.tidegauge.loadtest.body.SeriesSpec;
import io.tidegauge.loadtest.body.ValueMix;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What is sent. Everything follows from the seed: label sets, sizes of bodies and values.
 *
 * @param series how many series
 * @param labels of each series, the metric's name among them
 * @param cardinality how many different names, jobs, regions, environments and devices there are;
 *     hosts are as many as it takes
 * @param fewest samples of a body, at least
 * @param most samples of a body, at most
 * @param connections that send at the same time
 * @param interval between two samples of a series, by their timestamps
 * @param seed of all that is random
 * @param values what they are like
 */
public record LoadSpec(
    int series,
    int labels,
    List<Integer> cardinality,
    int fewest,
    int most,
    int connections,
    Duration interval,
    long seed,
    ValueMix values) {

  private static final int DAYS_BACK = 5;

  /** Checks the values. */
  public LoadSpec {
    check(series >= 1 && series <= 10_000_000, "--series is " + series + ", give 1 to 10000000");
    check(
        fewest >= 1 && most >= fewest && most <= 100_000,
        "samples of a body, or a record, are "
            + fewest
            + ".."
            + most
            + ", give --samples-per-body, or --samples-per-record, as 500..2000");
    check(
        connections >= 1 && connections <= 256,
        "--connections is " + connections + ", give 1 to 256");
    check(
        interval.toMillis() >= 1 && interval.compareTo(Duration.ofMinutes(1)) <= 0,
        "--interval is " + interval + ", give PT0.001S to PT1M");
    cardinality = new SeriesSpec(labels, cardinality, seed, values).cardinality();
  }

  /**
   * Where timestamps begin: so far back that they, running ahead of the time, do not come near it,
   * and that what is kept for seven days takes them.
   */
  public static Instant firstTimestamp(Instant now) {
    return now.truncatedTo(ChronoUnit.DAYS).minus(DAYS_BACK, ChronoUnit.DAYS);
  }

  /** Which series it has. */
  public SeriesSpec seriesSpec() {
    return new SeriesSpec(labels, cardinality, seed, values);
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new IllegalArgumentException(message);
    }
  }
}
