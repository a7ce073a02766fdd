package io.tidegauge.loadtest.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.loadtest.model.Kind;
import io.tidegauge.loadtest.model.LoadSample;
import io.tidegauge.loadtest.model.LoadSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The load is the same for the same seed, and has all the difficulties that were asked for. */
class GeneratorTest {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final GeneratorSpec SPEC = GeneratorSpec.mixed(7, FROM, Duration.ofHours(1));

  @Test
  void theSameSeedGivesTheSameLoad() {
    assertThat(all(SPEC)).isEqualTo(all(SPEC));
    assertThat(all(GeneratorSpec.mixed(8, FROM, Duration.ofHours(1)))).isNotEqualTo(all(SPEC));
  }

  @Test
  void theLoadHasTheSeriesAndTheTimeThatWereAskedFor() {
    List<LoadSample> load = all(SPEC);
    Map<Kind, Long> series =
        load.stream()
            .map(LoadSample::series)
            .distinct()
            .collect(Collectors.groupingBy(LoadSeries::kind, Collectors.counting()));

    assertThat(series).isEqualTo(Map.of(Kind.GAUGE, 40L, Kind.COUNTER, 40L, Kind.OBSERVATION, 20L));
    assertThat(new Generator(SPEC).series()).hasSize(SPEC.series());
    long from = FROM.toEpochMilli();
    assertThat(load).allMatch(s -> s.timestamp() >= from && s.timestamp() < from + 3_600_000);
    assertThat(load).hasSizeBetween(80 * 330, 100 * 600);
  }

  @Test
  void everyDifficultyIsThere() {
    Map<LoadSeries, Long> newest = new HashMap<>();
    Map<LoadSeries, Map<Long, Double>> seen = new HashMap<>();
    int outOfOrder = 0;
    int duplicates = 0;
    int starts = 0;
    int ends = 0;
    int nans = 0;
    long mostLate = 0;
    for (LoadSample sample : all(SPEC)) {
      long latest = newest.merge(sample.series(), sample.timestamp(), Math::max);
      outOfOrder += latest > sample.timestamp() ? 1 : 0;
      mostLate = Math.max(mostLate, latest - sample.timestamp());
      if (sample.series().kind() != Kind.OBSERVATION) {
        Double before =
            seen.computeIfAbsent(sample.series(), s -> new HashMap<>())
                .putIfAbsent(sample.timestamp(), sample.value());
        duplicates += before != null ? 1 : 0;
        assertThat(before == null || before.equals(sample.value())).isTrue();
      }
      starts += sample.timestamp() % 300_000 == 0 ? 1 : 0;
      ends += sample.timestamp() % 300_000 == 299_999 ? 1 : 0;
      nans += Double.isNaN(sample.value()) ? 1 : 0;
    }

    assertThat(outOfOrder).isGreaterThan(500);
    assertThat(mostLate).isBetween(120_000L, 300_000L);
    assertThat(duplicates).isGreaterThan(300);
    assertThat(starts).isGreaterThan(10);
    assertThat(ends).isGreaterThan(10);
    assertThat(nans).isGreaterThan(20);
  }

  @Test
  void countersRiseInEventTimeExceptForResetsToZero() {
    Map<LoadSeries, Map<Long, Double>> counters = new HashMap<>();
    for (LoadSample sample : all(SPEC)) {
      if (sample.series().kind() == Kind.COUNTER) {
        counters
            .computeIfAbsent(sample.series(), s -> new java.util.TreeMap<>())
            .put(sample.timestamp(), sample.value());
      }
    }

    int resets = 0;
    for (Map<Long, Double> counter : counters.values()) {
      double before = 0;
      for (double value : counter.values()) {
        assertThat(value >= before || value == 0).isTrue();
        resets += value < before ? 1 : 0;
        before = value;
      }
    }
    assertThat(resets).isGreaterThan(50);
  }

  @Test
  void anImpossibleSpecificationSaysWhatToChange() {
    assertThatThrownBy(() -> GeneratorSpec.mixed(1, FROM, Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("set it to the interval or more");
  }

  private static List<LoadSample> all(GeneratorSpec spec) {
    Generator generator = new Generator(spec);
    List<LoadSample> load = new ArrayList<>();
    generator.forEachRemaining(load::add);
    return load;
  }
}
