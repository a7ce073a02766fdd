package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.window.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbered batches of observations. */
class EngineBatchesTest {

  private static final long NOON = Scenario.BEGIN;
  private static final TestSeries TIME =
      TestSeries.of("acme", "time", "h1", MetricKind.OBSERVATION);

  private final PartitionEngine engine = EngineAgainstOracleTest.engine();
  private final Outputs outputs = new Outputs();
  private long offset;

  @Test
  void eachCountsOnceWithinTheHorizon() {
    batch(ProducerBatches.HORIZON);
    batch(1);
    batch(1);
    batch(ProducerBatches.HORIZON);

    assertThat(observations()).isEqualTo(2);
    assertThat(outputs.rejects).isEmpty();
  }

  @Test
  void oneOfWhichNothingIsKnownIsRefused() {
    batch(ProducerBatches.HORIZON);

    batch(0);

    assertThat(observations()).isEqualTo(1);
    assertThat(outputs.rejects)
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.reason()).isEqualTo(RejectReason.BATCH_TOO_FAR_BACK);
              assertThat(reject.message()).contains("batch 0 of producer p");
            })
        .extracting(RejectRecord::original)
        .isEqualTo(record(0).value());
  }

  private void batch(long sequence) {
    engine.apply(record(sequence).at(offset++), outputs);
  }

  private static TestRecord record(long sequence) {
    return new TestRecord(
        "acme",
        RecordKind.OBSERVATIONS,
        NOON,
        "p",
        1,
        sequence,
        List.of(new TestRecord.Point(TIME, NOON, 3)));
  }

  private long observations() {
    engine.requestFullLive();
    return LiveRecords.read(engine.collectLive(10)).stream()
        .map(LiveBatch::series)
        .flatMap(List::stream)
        .map(LiveSeries::windows)
        .flatMap(List::stream)
        .filter(rollup -> rollup.window() == Window.M5)
        .filter(rollup -> rollup.state() == Rollup.State.PROVISIONAL)
        .mapToLong(rollup -> rollup.aggregate().count())
        .sum();
  }
}
