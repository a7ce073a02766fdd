package io.tidegauge.loadtest.generate;

import java.time.Duration;
import java.time.Instant;

/**
 * What a load looks like. Everything that is random comes from the seed, so the same specification
 * gives the same samples in the same order. Shares are from 0 to 1.
 *
 * @param seed of all that is random
 * @param metric prefix of the metric names: _gauge, _counter_total and _observation follow
 * @param gauges how many gauge series
 * @param counters how many counter series
 * @param observations how many observation series
 * @param hosts how many values the label {@code host} has
 * @param from event time of the first samples
 * @param duration how much event time is covered
 * @param interval between two samples of a series, before jitter
 * @param outOfOrder share of samples that arrive up to a minute late
 * @param late share of samples that arrive up to {@code maxDelay} late
 * @param maxDelay of late samples; shorter than the grace, or windows may be closed before them
 * @param duplicates share of samples that are sent a second time, with the same value
 * @param boundaries of the samples that are next to the edge of a 5m window, the share that is
 *     moved onto it: to the first millisecond or the last one before it
 * @param resets share of a counter's samples that are a reset
 * @param nan share of gauges' samples that are NaN
 */
public record GeneratorSpec(
    long seed,
    String metric,
    int gauges,
    int counters,
    int observations,
    int hosts,
    Instant from,
    Duration duration,
    Duration interval,
    double outOfOrder,
    double late,
    Duration maxDelay,
    double duplicates,
    double boundaries,
    double resets,
    double nan) {

  /** Checks the values. */
  public GeneratorSpec {
    if (gauges < 0 || counters < 0 || observations < 0 || gauges + counters + observations < 1) {
      throw new IllegalArgumentException("ask for at least one series");
    }
    if (hosts < 1) {
      throw new IllegalArgumentException("hosts is " + hosts + ", set it to 1 or more");
    }
    if (interval.toMillis() < 10) {
      throw new IllegalArgumentException("interval is " + interval + ", set it to 10 ms or more");
    }
    if (duration.compareTo(interval) < 0) {
      throw new IllegalArgumentException(
          "duration is " + duration + ", set it to the interval or more");
    }
    if (maxDelay.isNegative()) {
      throw new IllegalArgumentException("maxDelay is " + maxDelay + ", set it to 0 or more");
    }
    share("outOfOrder", outOfOrder);
    share("late", late);
    share("duplicates", duplicates);
    share("boundaries", boundaries);
    share("resets", resets);
    share("nan", nan);
  }

  /** A load of each kind of series with a little of every difficulty. */
  public static GeneratorSpec mixed(long seed, Instant from, Duration duration) {
    return new GeneratorSpec(
        seed,
        "load",
        40,
        40,
        20,
        10,
        from,
        duration,
        Duration.ofSeconds(10),
        0.05,
        0.02,
        Duration.ofMinutes(4),
        0.03,
        0.5,
        0.01,
        0.005);
  }

  /** How many series there are. */
  public int series() {
    return gauges + counters + observations;
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", set it to a share from 0 to 1");
    }
  }
}
