package io.tidegauge.loadtest.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One measure of one service over the run. What counts is the lowest value of each of twenty equal
 * parts, so that garbage that waits for its collection does not: the median of the first quarter
 * after the warm-up against that of the last. Not thread-safe.
 */
final class Trend {

  private static final int PARTS = 20;
  private static final int WARM_UP = 4;
  private static final int QUARTER = 4;

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  /** Whether there are enough values to say anything. */
  boolean known() {
    return values.size() >= PARTS;
  }

  /** At the beginning, after the warm-up. */
  double early() {
    return median(WARM_UP, WARM_UP + QUARTER);
  }

  /** At the end. */
  double late() {
    return median(PARTS - QUARTER, PARTS);
  }

  double newest() {
    return values.getLast();
  }

  /** The highest value seen at all. */
  double highest() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  private double median(int from, int to) {
    double[] lowest = new double[to - from];
    for (int part = from; part < to; part++) {
      lowest[part - from] =
          values.subList(values.size() * part / PARTS, values.size() * (part + 1) / PARTS).stream()
              .mapToDouble(Double::doubleValue)
              .min()
              .orElseThrow();
    }
    Arrays.sort(lowest);
    return (lowest[lowest.length / 2] + lowest[(lowest.length - 1) / 2]) / 2;
  }
}
