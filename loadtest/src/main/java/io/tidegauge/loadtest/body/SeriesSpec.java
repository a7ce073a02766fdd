package io.tidegauge.loadtest.body;

import java.util.List;

/**
 * Which series there are, and what their values are like; all of it follows from the seed.
 *
 * @param labels of each series, the metric's name among them
 * @param cardinality how many different names, jobs, regions, environments and devices there are;
 *     hosts are as many as it takes
 * @param seed of all that is random
 * @param values what they are like
 */
public record SeriesSpec(int labels, List<Integer> cardinality, long seed, ValueMix values) {

  /** Numbers that {@link #cardinality} has unless something else is asked for. */
  public static final List<Integer> USUAL_CARDINALITY = List.of(100, 20, 8, 4, 64);

  /** Checks the values. */
  public SeriesSpec {
    cardinality = List.copyOf(cardinality);
    check(labels >= 2 && labels <= 60, "--labels is " + labels + ", give 2 to 60");
    check(
        cardinality.size() == USUAL_CARDINALITY.size()
            && cardinality.stream().allMatch(each -> each >= 1 && each <= 1_000_000),
        "--cardinality is "
            + cardinality
            + ", give five numbers from 1 to 1000000: names, jobs, regions, environments, devices");
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new IllegalArgumentException(message);
    }
  }
}
