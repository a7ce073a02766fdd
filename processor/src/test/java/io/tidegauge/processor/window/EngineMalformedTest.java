package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A record with a fault counts for nothing: the raw sink stores nothing of it either. */
class EngineMalformedTest {

  private static final long NOON = Scenario.BEGIN;
  private static final TestSeries LOAD = TestSeries.of("acme", "load", "h1", MetricKind.GAUGE);
  private static final TestSeries TIME =
      TestSeries.of("acme", "time", "h1", MetricKind.OBSERVATION);

  private final PartitionEngine engine = EngineAgainstOracleTest.engine();
  private final Outputs outputs = new Outputs();

  @Test
  void nothingBeforeTheFaultCounts() {
    TestRecord record =
        TestRecord.samples(
            "acme",
            NOON,
            List.of(
                new TestRecord.Point(LOAD, NOON, 1),
                new TestRecord.Point(
                    TestSeries.of("acme", "load", "h2", MetricKind.GAUGE), NOON, 2)));
    byte[] value = record.value();
    int half = 0;

    for (int length = 1; length < value.length; length++) {
      outputs.clear();
      long malformed = count("malformed");
      engine.apply(with(record, length, Arrays.copyOf(value, length)), outputs);
      if (count("malformed") > malformed) {
        half++;
        assertThat(outputs.rejects)
            .singleElement()
            .extracting(RejectRecord::reason)
            .isEqualTo(RejectReason.MALFORMED);
      } else {
        outputs.rollups.clear(); // cut between two fields: a whole record, with less in it
        engine.clear();
        engine.activate();
        continue;
      }
      assertThat(engine.windowCount()).as("cut at %s of %s", length, value.length).isZero();
      assertThat(engine.lowestWatermark()).isEqualTo(Long.MIN_VALUE);
    }

    assertThat(half).as("faults behind the first series").isGreaterThan(value.length / 3);
  }

  @Test
  void aTimestampThatIsNoneTakesTheWholeRecordDown() {
    TestRecord record =
        TestRecord.samples(
            "acme",
            NOON,
            List.of(new TestRecord.Point(LOAD, NOON, 1), new TestRecord.Point(LOAD, -1, 2)));

    engine.apply(record.at(0), outputs);

    assertThat(engine.seriesCount()).isZero();
    assertThat(outputs.rejects).hasSize(1);
  }

  @Test
  void aMalformedBatchDoesNotTakeTheNumberOfOneThatComesWhole() {
    TestRecord batch =
        new TestRecord(
            "acme",
            RecordKind.OBSERVATIONS,
            NOON,
            "p",
            1,
            7,
            List.of(new TestRecord.Point(TIME, NOON, 3)));
    byte[] value = batch.value();

    engine.apply(with(batch, 0, Arrays.copyOf(value, value.length - 1)), outputs);
    engine.apply(batch.at(1), outputs);

    assertThat(engine.windowCount()).isEqualTo(1);
    assertThat(LiveRecords.read(engine.collectLive(10)))
        .extracting(LiveBatch::series)
        .satisfiesExactly(series -> assertThat(series.getFirst().lastValue()).isEqualTo(3.0));
  }

  private static InputRecord with(TestRecord record, long offset, byte[] value) {
    InputRecord whole = record.at(offset);
    return new InputRecord(
        offset,
        whole.tenant(),
        whole.kind(),
        whole.received(),
        whole.producer(),
        whole.producerEpoch(),
        whole.sequence(),
        value);
  }

  private long count(String name) {
    Map<String, Long> counts = new HashMap<>();
    engine.counters().forEach(counts::put);
    return counts.getOrDefault(name, 0L);
  }
}
