package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.window.Window;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a record may be like. */
class EngineIntakeTest {

  private static final long DAY = 24 * 60 * 60_000L;
  private static final TestSeries LOAD = TestSeries.of("acme", "load1", "h1", MetricKind.GAUGE);

  /** A gateway gathers several requests in a record, and each may have samples of a series. */
  @Test
  void aSeriesThatComesTwiceInItsFirstRecordIsOneSeries() {
    PartitionEngine engine = EngineAgainstOracleTest.engine();
    Outputs outputs = new Outputs();
    byte[] first = value(1_000, 1);
    byte[] second = value(2_000, 2); // its symbols are those of the first
    byte[] both = ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();

    engine.apply(new InputRecord(0, "acme", RecordKind.SAMPLES, 2_000, "", 0, 0, both), outputs);
    assertThat(engine.seriesCount()).isEqualTo(1);
    assertThat(engine.windowCount()).isEqualTo(1);

    engine.apply(TestRecord.tick(2 * DAY).at(1), outputs);
    assertThat(outputs.ofSeries())
        .filteredOn(one -> one.rollup().window() == Window.M5)
        .extracting(RollupRecord.OfSeries::rollup)
        .singleElement()
        .satisfies(rollup -> assertThat(rollup.aggregate().count()).isEqualTo(2));
    assertThat(outputs.rejects).isEmpty();
    assertThat(engine.seriesCount()).isZero();
  }

  private static byte[] value(long timestamp, double value) {
    return TestRecord.samples(
            "acme", timestamp, List.of(new TestRecord.Point(LOAD, timestamp, value)))
        .value();
  }
}
