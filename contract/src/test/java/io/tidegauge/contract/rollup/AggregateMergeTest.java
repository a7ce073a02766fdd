package io.tidegauge.contract.rollup;

import static io.tidegauge.contract.testing.Samples.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegauge.contract.testing.Sample;
import io.tidegauge.contract.testing.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** The two merges: laws, and equality with aggregating all samples at once. */
class AggregateMergeTest {

  @Property
  void mergeOverTimeIsAssociative(
      @ForAll("finite") List<Double> a,
      @ForAll("finite") List<Double> b,
      @ForAll("finite") List<Double> c,
      @ForAll boolean counter) {
    Aggregate left = at(0, a, counter);
    left.mergeOverTime(at(1, b, counter), counter);
    left.mergeOverTime(at(2, c, counter), counter);

    Aggregate bc = at(1, b, counter);
    bc.mergeOverTime(at(2, c, counter), counter);
    Aggregate right = at(0, a, counter);
    right.mergeOverTime(bc, counter);

    assertSame(left, right, concat(a, b, c));
  }

  @Property
  void mergeOverTimeEqualsAddingEverySample(
      @ForAll("counterOrNan") List<Double> values, @ForAll Random random) {
    List<Sample> samples = samples(0, values);
    Aggregate direct = Samples.aggregate(samples, true);

    Aggregate merged = new Aggregate();
    for (int from = 0; from < samples.size(); ) {
      int to = from + 1 + random.nextInt(samples.size() - from);
      merged.mergeOverTime(Samples.aggregate(samples.subList(from, to), true), true);
      from = to;
    }

    assertThat(merged).isEqualTo(direct); // all are multiples of 1/4: sums are exact
  }

  @Property
  void mergeOverSeriesIsAssociativeAndCommutative(
      @ForAll("finite") List<Double> a,
      @ForAll("finite") List<Double> b,
      @ForAll("finite") List<Double> c,
      @ForAll Random random) {
    List<Aggregate> series =
        new ArrayList<>(List.of(at(0, a, true), at(0, b, true), at(0, c, true)));
    Aggregate inOrder = over(series);
    Collections.shuffle(series, random);
    Aggregate shuffled = over(series);
    Aggregate nested = new Aggregate();
    nested.mergeOverSeries(series.get(0));
    nested.mergeOverSeries(over(series.subList(1, 3)));

    assertSame(inOrder, shuffled, concat(a, b, c));
    assertSame(inOrder, nested, concat(a, b, c));
    assertThat(inOrder.first()).isNaN();
    assertThat(inOrder.last()).isNaN();
    assertThat(inOrder.ordered()).isFalse();
  }

  @Property
  void theEmptyAggregateIsTheIdentity(@ForAll("finite") List<Double> values) {
    Aggregate some = at(0, values, true);

    Aggregate before = new Aggregate();
    before.mergeOverTime(some, true);
    Aggregate after = some.copy();
    after.mergeOverTime(new Aggregate(), true);

    assertThat(before).isEqualTo(some);
    assertThat(after).isEqualTo(some);
  }

  @Property
  void sumsOfAnyOrderAndGroupingAreExactWithinTheTolerance(
      @ForAll("finite") List<Double> values, @ForAll Random random) {
    List<Double> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, random);
    int cut = shuffled.isEmpty() ? 0 : random.nextInt(shuffled.size());
    Aggregate merged = at(0, shuffled.subList(0, cut), false);
    merged.mergeOverTime(at(1, shuffled.subList(cut, shuffled.size()), false), false);

    assertThat(merged.sum())
        .isCloseTo(
            Samples.exactSum(values).doubleValue(), within(Samples.tolerance(values) + 1e-300));
  }

  @Property
  void nothingIsLostWhateverTheBits(@ForAll("any") List<Double> values) {
    Aggregate aggregate = at(0, values, true);

    long nans = values.stream().filter(v -> v.isNaN()).count();
    assertThat(aggregate.nanCount()).isEqualTo(nans);
    assertThat(aggregate.count()).isEqualTo(values.size() - nans);
    assertThat(aggregate.sketch().count()).isEqualTo(aggregate.count());
    if (aggregate.count() > 0) {
      assertThat(aggregate.quantile(0)).isBetween(aggregate.min(), aggregate.max());
      assertThat(aggregate.quantile(1)).isBetween(aggregate.min(), aggregate.max());
    }
  }

  @Test
  void aCounterThatStandsAtInfinityDoesNotSpoilItsIncrease() {
    Aggregate aggregate =
        at(0, List.of(1.0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 2.0), true);

    assertThat(aggregate.increase()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Aggregate.increase(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)).isZero();
  }

  @Test
  void aResetBetweenTwoAggregatesCountsFromZero() {
    Aggregate aggregate = at(0, List.of(10.0, 14.0), true);
    aggregate.mergeOverTime(at(1, List.of(3.0, 5.0), true), true);

    assertThat(aggregate.increase()).isEqualTo(4 + 3 + 2);
  }

  @Test
  void clearLeavesNothingBehind() {
    Aggregate aggregate = at(0, List.of(10.0, Double.NaN), true);
    aggregate.mergeOverSeries(at(0, List.of(1.0), true));

    aggregate.clear();

    assertThat(aggregate).isEqualTo(new Aggregate());
    assertThat(aggregate.ordered()).isTrue();
    assertThat(aggregate.isEmpty()).isTrue();
  }

  @Provide
  Arbitrary<List<Double>> finite() {
    return Samples.finiteValues().list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<Double>> any() {
    return Samples.anyValues().list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<Double>> counterOrNan() {
    return Arbitraries.frequencyOf(
            Tuple.of(9, Samples.counterValues()), Tuple.of(1, Arbitraries.just(Double.NaN)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  private static Aggregate over(List<Aggregate> series) {
    Aggregate merged = new Aggregate();
    series.forEach(merged::mergeOverSeries);
    return merged;
  }

  private static Aggregate at(int window, List<Double> values, boolean counter) {
    return Samples.aggregate(samples(window, values), counter);
  }

  private static List<Sample> samples(int window, List<Double> values) {
    List<Sample> samples = new ArrayList<>();
    for (double value : values) {
      samples.add(new Sample(DAY + window * 300_000L + samples.size() * 1000L, value));
    }
    return samples;
  }

  @SafeVarargs
  private static List<Double> concat(List<Double>... lists) {
    List<Double> all = new ArrayList<>();
    for (List<Double> list : lists) {
      all.addAll(list);
    }
    return all;
  }

  private static void assertSame(Aggregate a, Aggregate b, List<Double> values) {
    assertThat(a.count()).isEqualTo(b.count());
    assertThat(a.nanCount()).isEqualTo(b.nanCount());
    assertThat(a.sketch()).isEqualTo(b.sketch());
    assertThat(a.min()).isEqualTo(Double.valueOf(b.min()));
    assertThat(a.max()).isEqualTo(Double.valueOf(b.max()));
    assertThat(a.first()).isEqualTo(Double.valueOf(b.first()));
    assertThat(a.last()).isEqualTo(Double.valueOf(b.last()));
    assertThat(a.firstTimestamp()).isEqualTo(b.firstTimestamp());
    assertThat(a.lastTimestamp()).isEqualTo(b.lastTimestamp());
    double exact = Samples.exactSum(values).doubleValue();
    double tolerance = Samples.tolerance(values) + 1e-300;
    assertThat(a.sum()).isCloseTo(exact, within(tolerance));
    assertThat(b.sum()).isCloseTo(exact, within(tolerance));
    double magnitude = values.stream().mapToDouble(Math::abs).sum();
    assertThat(a.increase()).isCloseTo(b.increase(), within(1e-9 * magnitude + 1e-300));
    assertThat(a.sumOfSquares())
        .isCloseTo(b.sumOfSquares(), within(1e-9 * a.sumOfSquares() + 1e-300));
  }
}
