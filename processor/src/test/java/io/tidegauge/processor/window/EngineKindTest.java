package io.tidegauge.processor.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.window.Window;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A series whose kind the gateway learns later, or forgets. */
class EngineKindTest {

  private static final long NOON = Scenario.BEGIN;
  private static final long MINUTE = 60_000;

  private final PartitionEngine engine = EngineAgainstOracleTest.engine();
  private final Outputs outputs = new Outputs();
  private long offset;

  @Test
  void aLateSampleIsRevisedAsWhatItsSeriesIs() {
    sample(MetricKind.COUNTER, NOON, 1);
    sample(MetricKind.COUNTER, NOON + 20 * MINUTE, 2);

    // when it comes without metadata, as from a sender that has just been restarted
    byte[] value = withoutMetadata(point(MetricKind.GAUGE, NOON + 1, 3));
    engine.apply(
        new InputRecord(offset++, "acme", RecordKind.SAMPLES, NOON, "", 0, 0, value), outputs);

    assertThat(outputs.revisions)
        .singleElement()
        .extracting(RevisionRecord::kind)
        .isEqualTo(MetricKind.COUNTER);
  }

  @Test
  void basesAreWhatTheyWillBeAfterARestart() {
    sample(MetricKind.GAUGE, NOON, 1);
    sample(MetricKind.GAUGE, NOON + 6 * MINUTE, 5);
    sample(MetricKind.GAUGE, NOON + 16 * MINUTE, 9); // closes the first two
    sample(MetricKind.COUNTER, NOON + 17 * MINUTE, 10);
    Changelog changelog = new Changelog();
    engine.writeOut(changelog::put);
    PartitionEngine restored =
        new PartitionEngine(new EngineSettings("tidegauge.samples", 0, 1, 300_000, 1000, 100));
    changelog.entries().forEach(entry -> restored.restore(entry.key(), entry.value()));
    restored.activate();
    engine.requestFullLive();

    List<Rollup> before = bases(engine);
    List<Rollup> after = bases(restored);

    assertThat(before).isNotEmpty();
    for (int i = 0; i < before.size(); i++) {
      AggregateAssert.assertSame(
          before.get(i).window(), before.get(i).aggregate(), after.get(i).aggregate());
    }
    assertThat(before.getFirst().window()).isEqualTo(Window.M15);
    assertThat(before.getFirst().aggregate().increase()).isEqualTo(4);
  }

  private static List<Rollup> bases(PartitionEngine engine) {
    return LiveRecords.read(engine.collectLive(10)).stream()
        .map(LiveBatch::series)
        .flatMap(List::stream)
        .flatMap(series -> series.windows().stream())
        .filter(rollup -> rollup.state() == Rollup.State.BASE)
        .filter(rollup -> rollup.aggregate().count() > 0)
        .toList();
  }

  private static byte[] withoutMetadata(TestRecord.Point point) {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    Labels labels = point.series().labels();
    writer.beginSeries();
    for (int i = 0; i < labels.size(); i++) {
      writer.label(symbol(writer, labels.name(i)), symbol(writer, labels.value(i)));
    }
    writer.sample(point.timestamp(), point.value());
    writer.endSeries();
    return writer.toByteArray();
  }

  private static int symbol(SamplesRecordWriter writer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return writer.symbol(bytes, 0, bytes.length);
  }

  private void sample(MetricKind kind, long timestamp, double value) {
    engine.apply(
        TestRecord.samples("acme", timestamp, List.of(point(kind, timestamp, value))).at(offset++),
        outputs);
  }

  private static TestRecord.Point point(MetricKind kind, long timestamp, double value) {
    return new TestRecord.Point(TestSeries.of("acme", "requests", "h1", kind), timestamp, value);
  }
}
