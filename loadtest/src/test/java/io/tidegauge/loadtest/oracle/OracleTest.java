package io.tidegauge.loadtest.oracle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.sketch.BucketMapping;
import io.tidegauge.contract.window.Window;
import io.tidegauge.loadtest.generate.Generator;
import io.tidegauge.loadtest.generate.GeneratorSpec;
import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The oracle by hand, and against the aggregates of the product. */
class OracleTest {

  private static final LoadSeries COUNTER = new LoadSeries("c", new TreeMap<>(), Kind.COUNTER);
  private static final LoadSeries EVENTS = new LoadSeries("e", new TreeMap<>(), Kind.OBSERVATION);

  @Test
  void aCounterByHand() {
    Oracle oracle = new Oracle();
    oracle.accept(new LoadSample(COUNTER, 299_999, 14));
    oracle.accept(new LoadSample(COUNTER, 1_000, 10)); // out of order
    oracle.accept(new LoadSample(COUNTER, 1_000, 99)); // another value: the first wins
    oracle.accept(new LoadSample(COUNTER, 300_000, 3)); // a reset, in the next window
    oracle.accept(new LoadSample(COUNTER, 400_000, Double.NaN));

    assertThat(oracle.windows(COUNTER, Duration.ofMinutes(5)))
        .containsExactly(
            Map.entry(0L, new ExpectedWindow(0, 2, 0, 24, 10, 14, 10, 14, 4, 10, 10, 2)),
            Map.entry(300_000L, new ExpectedWindow(300_000, 1, 1, 3, 3, 3, 3, 3, 0, 3, 3, 0)));
    assertThat(oracle.windows(COUNTER, Duration.ofMinutes(15)))
        .containsExactly(
            Map.entry(
                0L, new ExpectedWindow(0, 3, 1, 27, 3, 14, 10, 3, 7, 10, 10, Math.sqrt(62 / 3.0))));
    assertThat(oracle.sampleCount()).isEqualTo(4);
  }

  @Test
  void observationsOfTheSameTimestampAllCount() {
    Oracle oracle = new Oracle();
    oracle.accept(new LoadSample(EVENTS, -1, 2));
    oracle.accept(new LoadSample(EVENTS, -1, 2));

    ExpectedWindow window =
        requireNonNull(oracle.windows(EVENTS, Duration.ofHours(1)).get(-3_600_000L));
    assertThat(window.count()).isEqualTo(2);
    assertThat(window.sum()).isEqualTo(4);
  }

  @Test
  void theProductsAggregatesAgreeOnAGeneratedLoad() {
    GeneratorSpec spec =
        GeneratorSpec.mixed(3, Instant.parse("2026-01-01T23:10:00Z"), Duration.ofHours(2));
    Oracle oracle = new Oracle();
    Map<LoadSeries, TreeMap<Long, List<LoadSample>>> kept = new HashMap<>();
    new Generator(spec)
        .forEachRemaining(
            sample -> {
              oracle.accept(sample);
              List<LoadSample> at =
                  kept.computeIfAbsent(sample.series(), s -> new TreeMap<>())
                      .computeIfAbsent(sample.timestamp(), t -> new java.util.ArrayList<>());
              if (at.isEmpty() || sample.series().kind() == Kind.OBSERVATION) {
                at.add(sample);
              }
            });

    for (LoadSeries series : oracle.series()) {
      List<LoadSample> samples =
          requireNonNull(kept.get(series)).values().stream()
              .flatMap(List::stream)
              .sorted(Comparator.comparingLong(LoadSample::timestamp))
              .toList();
      for (Window window : Window.values()) {
        Map<Long, Aggregate> aggregates = new TreeMap<>();
        for (LoadSample s : samples) {
          aggregates
              .computeIfAbsent(window.start(s.timestamp()), t -> new Aggregate())
              .add(s.timestamp(), s.value(), series.kind() == Kind.COUNTER);
        }
        var expected = oracle.windows(series, Duration.ofMillis(window.millis()));
        assertThat(expected.keySet()).isEqualTo(aggregates.keySet());
        expected.forEach(
            (start, right) -> assertAgrees(right, requireNonNull(aggregates.get(start))));
      }
    }
  }

  private static void assertAgrees(ExpectedWindow right, Aggregate ours) {
    assertThat(ours.count()).isEqualTo(right.count());
    assertThat(ours.nanCount()).isEqualTo(right.nanCount());
    assertThat(ours.sum()).isEqualTo(right.sum());
    assertThat(ours.increase()).isEqualTo(right.increase());
    if (right.count() > 0) {
      assertThat(ours.min()).isEqualTo(right.min());
      assertThat(ours.max()).isEqualTo(right.max());
      assertThat(ours.first()).isEqualTo(right.first());
      assertThat(ours.last()).isEqualTo(right.last());
      assertThat(ours.quantile(0.5))
          .isCloseTo(
              right.p50(), within(Math.abs(right.p50()) * BucketMapping.RELATIVE_ERROR + 1e-9));
      assertThat(ours.quantile(0.99))
          .isCloseTo(
              right.p99(), within(Math.abs(right.p99()) * BucketMapping.RELATIVE_ERROR + 1e-9));
    }
  }
}
