package io.tidegauge.contract.testing;

import io.tidegauge.contract.rollup.Aggregate;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Generators of samples, and the aggregates and sums to compare with. */
public final class Samples {

  /** Start of a day, ms since the epoch. */
  public static final long DAY = 1_767_225_600_000L;

  private Samples() {}

  /** Finite values of both signs over twenty orders of magnitude, zero among them. */
  public static Arbitrary<Double> finiteValues() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(0.0, -0.0, 1.0, -1.0, 0.1)),
        Tuple.of(
            9,
            Combinators.combine(
                    Arbitraries.doubles().between(-10, 10).ofScale(6),
                    Arbitraries.integers().between(-10, 10))
                .as((mantissa, exponent) -> mantissa * Math.pow(10, exponent))));
  }

  /** Any bits: subnormal, huge, infinite, and NaN with and without payload. */
  public static Arbitrary<Double> anyValues() {
    return Arbitraries.oneOf(
        Arbitraries.longs()
            .withDistribution(RandomDistribution.uniform())
            .map(Double::longBitsToDouble),
        finiteValues(),
        Arbitraries.of(
            Double.NaN,
            Double.longBitsToDouble(0x7ff0000000000002L),
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE));
  }

  /** Values of a counter, resets among them. */
  public static Arbitrary<Double> counterValues() {
    return Arbitraries.integers().between(0, 1_000_000).map(i -> i / 4.0);
  }

  /** Adds samples, in this order, to an aggregate. */
  public static Aggregate aggregate(List<Sample> samples, boolean counter) {
    Aggregate aggregate = new Aggregate();
    samples.forEach(s -> aggregate.add(s.timestamp(), s.value(), counter));
    return aggregate;
  }

  /** The exact sum of finite values. */
  public static BigDecimal exactSum(List<Double> values) {
    return values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** How far a sum of these values may be off: 1e-9 relative, and 1e-25 of the magnitudes. */
  public static double tolerance(List<Double> values) {
    double exact = Math.abs(exactSum(values).doubleValue());
    double magnitudes = values.stream().mapToDouble(Math::abs).sum();
    return 1e-9 * exact + 1e-25 * magnitudes;
  }
}
