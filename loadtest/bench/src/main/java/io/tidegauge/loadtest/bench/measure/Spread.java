package io.tidegauge.loadtest.bench.measure;

import java.util.Arrays;
import java.util.Collection;

/**
 * Several figures of the same thing.
 *
 * @param least the lowest
 * @param median the one in the middle; of an even number the mean of the two
 * @param most the highest
 */
public record Spread(double least, double median, double most) {

  /**
   * Of some figures.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static Spread of(Collection<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no figures, no spread");
    }
    double median =
        Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
            .average()
            .orElseThrow();
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
