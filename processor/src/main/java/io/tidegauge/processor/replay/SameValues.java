package io.tidegauge.processor.replay;

import io.tidegauge.contract.rollup.Aggregate;

/**
 * Whether two aggregates are of the same samples: all exactly, but for sums, which depend on the
 * order of their addition.
 */
final class SameValues {

  private static final double RELATIVE = 1e-9;

  private SameValues() {}

  static boolean of(Aggregate a, Aggregate b) {
    return a.count() == b.count()
        && a.nanCount() == b.nanCount()
        && (a.count() == 0 || (ordered(a, b) && sums(a, b) && a.sketch().equals(b.sketch())));
  }

  private static boolean ordered(Aggregate a, Aggregate b) {
    return same(a.min(), b.min())
        && same(a.max(), b.max())
        && same(a.first(), b.first())
        && same(a.last(), b.last())
        && a.firstTimestamp() == b.firstTimestamp()
        && a.lastTimestamp() == b.lastTimestamp();
  }

  private static boolean sums(Aggregate a, Aggregate b) {
    // What is lost in a sum of large values that cancel out is relative to the values.
    double scale = Math.sqrt(Math.max(0, a.sumOfSquares()) * a.count());
    return near(a.sum(), b.sum(), scale)
        && near(a.sumOfSquares(), b.sumOfSquares(), 0)
        && near(a.increase(), b.increase(), scale);
  }

  private static boolean near(double a, double b, double scale) {
    return same(a, b)
        || Math.abs(a - b) <= RELATIVE * Math.max(scale, Math.max(Math.abs(a), Math.abs(b)));
  }

  private static boolean same(double a, double b) {
    return a == b || Double.doubleToLongBits(a) == Double.doubleToLongBits(b);
  }
}
