package io.tidegauge.contract.live;

import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.testing.Rollups;
import io.tidegauge.contract.testing.Samples;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generator of live batches. */
public final class TestBatches {

  private TestBatches() {}

  /** Batches of up to five series; with and without watermarks. */
  public static Arbitrary<LiveBatch> batches() {
    Arbitrary<Long> times =
        Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.just(LiveBatch.UNKNOWN));
    return Combinators.combine(
            Arbitraries.strings().alpha().ofMaxLength(8),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.longs(),
            times,
            times,
            series().list().ofMaxSize(5))
        .as(LiveBatch::new);
  }

  private static Arbitrary<LiveSeries> series() {
    return Combinators.combine(
            Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(SeriesId::new),
            Rollups.labels(),
            Arbitraries.of(MetricKind.class),
            Arbitraries.longs(),
            Arbitraries.longs(),
            Samples.anyValues(),
            Arbitraries.of(true, false),
            Rollups.rollups().list().ofMaxSize(4))
        .as(LiveSeries::new);
  }
}
