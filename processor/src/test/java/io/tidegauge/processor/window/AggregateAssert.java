package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Aggregate;

/** Compares aggregates: integers and single values exactly, sums within 1e-9 relative. */
public final class AggregateAssert {

  private AggregateAssert() {}

  /** Fails with what differs. */
  public static void assertSame(Object what, Aggregate actual, Aggregate expected) {
    assertThat(actual.count()).as("count of %s", what).isEqualTo(expected.count());
    assertThat(actual.nanCount()).as("nanCount of %s", what).isEqualTo(expected.nanCount());
    assertThat(actual.min()).as("min of %s", what).isEqualTo((Double) expected.min());
    assertThat(actual.max()).as("max of %s", what).isEqualTo((Double) expected.max());
    assertThat(actual.first()).as("first of %s", what).isEqualTo((Double) expected.first());
    assertThat(actual.last()).as("last of %s", what).isEqualTo((Double) expected.last());
    assertThat(actual.firstTimestamp())
        .as("firstTimestamp of %s", what)
        .isEqualTo(expected.firstTimestamp());
    assertThat(actual.lastTimestamp())
        .as("lastTimestamp of %s", what)
        .isEqualTo(expected.lastTimestamp());
    close("sum", what, actual.sum(), expected.sum(), expected);
    close("increase", what, actual.increase(), expected.increase(), expected);
    close("squares", what, actual.sumOfSquares(), expected.sumOfSquares(), expected);
    assertThat(actual.sketch()).as("sketch of %s", what).isEqualTo(expected.sketch());
  }

  private static void close(
      String field, Object what, double actual, double expected, Aggregate of) {
    if (Double.isNaN(expected) || Double.isInfinite(expected)) {
      assertThat(actual).as("%s of %s", field, what).isEqualTo((Double) expected);
      return;
    }
    // Relative to the magnitudes that went in: a sum of opposite numbers may be next to nothing.
    double scale =
        field.equals("sum")
            ? Math.sqrt(of.sumOfSquares() * Math.max(1, of.count()))
            : Math.abs(expected);
    assertThat(Math.abs(actual - expected))
        .as("%s of %s: %s instead of %s", field, what, actual, expected)
        .isLessThanOrEqualTo(1e-9 * scale);
  }
}
