package io.tidegauge.contract.testing;

import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generators of rollups and labels. */
public final class Rollups {

  private Rollups() {}

  /** Rollups of every window and state: empty, of NaN only, of any values at all. */
  public static Arbitrary<Rollup> rollups() {
    Arbitrary<RollupVersion> versions =
        Combinators.combine(
                Arbitraries.integers().between(1, Integer.MAX_VALUE),
                Arbitraries.longs().between(0, Long.MAX_VALUE),
                Arbitraries.integers().between(0, Integer.MAX_VALUE))
            .as(RollupVersion::new);
    return Combinators.combine(
            Arbitraries.of(Window.class),
            Arbitraries.longs().between(-1_000_000, 1_000_000),
            versions,
            Arbitraries.of(Rollup.State.class),
            Samples.anyValues().list().ofMaxSize(30),
            Arbitraries.of(true, false))
        .as(
            (window, n, version, state, values, counter) -> {
              long start = n * window.millis();
              return new Rollup(window, start, version, state, aggregate(start, values, counter));
            });
  }

  /** Labels with a metric name and any text in their values. */
  public static Arbitrary<Labels> labels() {
    Arbitrary<String> names =
        Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> values =
        Arbitraries.strings().all().ofMinLength(1).ofMaxLength(12).filter(Rollups::isUnicode);
    Arbitrary<Map<String, String>> others = Arbitraries.maps(names, values).ofMaxSize(8);
    return Combinators.combine(names, others)
        .as(
            (metric, map) -> {
              map.put(Labels.NAME, metric);
              return Labels.of(map);
            });
  }

  private static Aggregate aggregate(long start, List<Double> values, boolean counter) {
    Aggregate aggregate = new Aggregate();
    for (int i = 0; i < values.size(); i++) {
      aggregate.add(start + i * 1000L, values.get(i), counter);
    }
    return aggregate;
  }

  private static boolean isUnicode(String text) {
    return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
