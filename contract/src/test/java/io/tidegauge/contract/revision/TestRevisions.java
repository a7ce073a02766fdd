package io.tidegauge.contract.revision;

import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.testing.Rollups;
import io.tidegauge.contract.window.Window;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generator of revision records. */
public final class TestRevisions {

  private TestRevisions() {}

  /** Requests and results. */
  public static Arbitrary<RevisionRecord> revisions() {
    Arbitrary<SeriesId> ids =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(SeriesId::new);
    Arbitrary<RevisionRecord> requests =
        Combinators.combine(
                ids,
                Rollups.labels(),
                Arbitraries.of(MetricKind.class),
                Arbitraries.of(Window.class),
                Arbitraries.longs(),
                Arbitraries.longs(),
                Arbitraries.integers().between(0, Integer.MAX_VALUE),
                Arbitraries.longs())
            .as(
                (id, labels, kind, window, start, watermark, epoch, offset) ->
                    new RevisionRecord.Request(
                        "t", id, labels, kind, window, start, watermark, epoch, offset));
    Arbitrary<RevisionRecord> results =
        Combinators.combine(
                ids,
                Rollups.labels(),
                Arbitraries.of(MetricKind.class),
                Arbitraries.longs(),
                Rollups.rollups())
            .as(
                (id, labels, kind, watermark, rollup) ->
                    new RevisionRecord.Result("t", id, labels, kind, watermark, rollup));
    return Arbitraries.oneOf(requests, results);
  }
}
