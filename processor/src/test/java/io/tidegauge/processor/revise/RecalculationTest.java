package io.tidegauge.processor.revise;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.window.Window;
import io.tidegauge.processor.revise.RawSamples.RawSample;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecalculationTest {

  private static final long DAY = Window.H24.start(1_760_000_000_000L);
  private static final long MINUTE = 60_000;
  private static final long GRACE = 5 * MINUTE;
  private static final RollupVersion VERSION = new RollupVersion(1, 77, 1);

  @Test
  void asksForTheWindowAndItsClosedAncestorsOnly() {
    PendingDay pending = pending(MetricKind.GAUGE, DAY + 2 * 60 * MINUTE);

    List<RevisionRecord.Result> results =
        Recalculation.results(pending, List.of(new RawSample(DAY + 7 * MINUTE, 3)), VERSION, GRACE);

    assertThat(results)
        .extracting(RevisionRecord.Result::window)
        .containsExactly(Window.M5, Window.M15, Window.H1);
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.rollup().version()).isEqualTo(VERSION);
              assertThat(result.rollup().aggregate().count()).isEqualTo(1);
            });
  }

  @Test
  void theFirstOfAnIdentityCountsAndStaleMarkersDoNot() {
    List<RawSample> samples =
        List.of(
            new RawSample(DAY + 5 * MINUTE, 1),
            new RawSample(DAY + 5 * MINUTE, 100),
            new RawSample(DAY + 6 * MINUTE, Double.longBitsToDouble(0x7ff0000000000002L)),
            new RawSample(DAY + 6 * MINUTE, 4),
            new RawSample(DAY + 7 * MINUTE, 2));

    Aggregate gauge = results(MetricKind.GAUGE, samples).getFirst().rollup().aggregate();
    Aggregate observation =
        results(MetricKind.OBSERVATION, samples).getFirst().rollup().aggregate();

    assertThat(gauge.count()).isEqualTo(3);
    assertThat(gauge.sum()).isEqualTo(7);
    assertThat(gauge.nanCount()).isZero();
    assertThat(observation.count()).isEqualTo(4);
    assertThat(observation.max()).isEqualTo(100);
  }

  @Test
  void aCountersIncreaseJoinsItsChildren() {
    List<RawSample> samples =
        List.of(
            new RawSample(DAY + 4 * MINUTE, 10),
            new RawSample(DAY + 6 * MINUTE, 15),
            new RawSample(DAY + 11 * MINUTE, 4));

    List<RevisionRecord.Result> results = results(MetricKind.COUNTER, samples);

    assertThat(results.get(0).rollup().aggregate().increase()).isZero();
    assertThat(results.get(1).rollup().aggregate().increase()).isEqualTo(9);
  }

  private static List<RevisionRecord.Result> results(MetricKind kind, List<RawSample> samples) {
    return Recalculation.results(pending(kind, DAY + 60 * MINUTE), samples, VERSION, GRACE);
  }

  private static PendingDay pending(MetricKind kind, long watermark) {
    SeriesId id = new SeriesId(1, 2);
    Labels labels = Labels.of("m", "host", "a");
    PendingDay pending = new PendingDay(new SeriesDay("default", id, DAY), labels, kind);
    pending.add(
        new RevisionRecord.Request(
            "default", id, labels, kind, Window.M5, DAY + 5 * MINUTE, watermark, 1, 77));
    return pending;
  }
}
