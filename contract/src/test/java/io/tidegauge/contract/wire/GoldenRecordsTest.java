package io.tidegauge.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.reject.RejectReason;
import io.tidegauge.contract.reject.RejectRecord;
import io.tidegauge.contract.revision.RevisionRecord;
import io.tidegauge.contract.rollup.Aggregate;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.samples.SamplesRecordWriter;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.testing.GoldenFiles;
import io.tidegauge.contract.window.Window;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Records that are on the topics of an installation can be read after an upgrade: what was written
 * then is read as what it was, and what a later version writes is refused by name.
 */
class GoldenRecordsTest {

  private static final String FILE = "1/records.txt";
  private static final long T = Instant.parse("2026-02-03T10:00:00Z").toEpochMilli();
  private static final Labels LABELS = Labels.of(Map.of(Labels.NAME, "load1", "host", "web-1"));
  private static final SeriesId ID = SeriesHasher.of("acme", LABELS);

  private static final RollupRecord ROLLUP =
      new RollupRecord.OfSeries("acme", ID, "load1", MetricKind.COUNTER, rollup(Window.M5));
  private static final RollupRecord MARK =
      new RollupRecord.Mark("acme", T + 1, new RollupVersion(2, 4711, 0));
  private static final RevisionRecord REQUEST =
      new RevisionRecord.Request(
          "acme", ID, LABELS, MetricKind.GAUGE, Window.H1, T, T + 7_200_000, 2, 4712);
  private static final RevisionRecord RESULT =
      new RevisionRecord.Result(
          "acme", ID, LABELS, MetricKind.GAUGE, T + 7_200_000, rollup(Window.H24));
  private static final LiveBatch LIVE =
      new LiveBatch(
          "acme",
          2,
          4713,
          T + 5,
          T - 5,
          List.of(
              new LiveSeries(
                  ID,
                  LABELS,
                  MetricKind.GAUGE,
                  4713,
                  T + 4,
                  0.25,
                  false,
                  List.of(rollup(Window.M15))),
              new LiveSeries(
                  ID, LABELS, MetricKind.OBSERVATION, 4713, T + 4, -1, true, List.of())));
  private static final RejectRecord REJECT =
      new RejectRecord(
          "acme",
          RejectReason.TOO_OLD,
          "influx",
          "10.0.0.1:4711",
          T,
          "older than what is kept",
          "load1{host=\"web-1\"}",
          T - 1,
          0.5,
          "load1,host=web-1 value=0.5".getBytes(StandardCharsets.UTF_8),
          100);

  @Test
  void whatIsWrittenTodayIsOfTheFormat() {
    Map<String, byte[]> today = new LinkedHashMap<>();
    today.put("samples", samples());
    today.put("rollup.key", ROLLUP.key());
    today.put("rollup", bytes(ROLLUP));
    today.put("mark.key", MARK.key());
    today.put("mark", bytes(MARK));
    today.put("request", REQUEST.encode());
    today.put("result", RESULT.encode());
    today.put("live", LiveCodec.encode(LIVE));
    today.put("reject", REJECT.encode());

    GoldenFiles.assertWrittenAs(FILE, today);
  }

  @Test
  void whatWasWrittenThenIsReadAsWhatItWas() {
    assertThat(samplesOf(golden("samples")))
        .containsExactly(ID + " 4 seconds 1770112800000 0.5", ID + " 4 seconds 1770112815000 NaN");
    assertThat(RollupRecord.read(golden("rollup"))).isEqualTo(ROLLUP);
    assertThat(RollupRecord.read(golden("mark"))).isEqualTo(MARK);
    assertThat(RevisionRecord.decode(golden("request"))).isEqualTo(REQUEST);
    assertThat(RevisionRecord.decode(golden("result"))).isEqualTo(RESULT);
    assertThat(LiveCodec.decode(golden("live"))).isEqualTo(LIVE);
    assertThat(RejectRecord.decode(golden("reject"))).usingRecursiveComparison().isEqualTo(REJECT);
  }

  @Test
  void aRecordOfBeforeTheFormatWasNotedIsOfTheFirst() {
    assertThat(RollupRecord.read(withoutFormat("rollup"))).isEqualTo(ROLLUP);
    assertThat(RevisionRecord.decode(withoutFormat("request"))).isEqualTo(REQUEST);
    assertThat(LiveCodec.decode(withoutFormat("live"))).isEqualTo(LIVE);
    assertThat(RejectRecord.decode(withoutFormat("reject")).reason())
        .isEqualTo(RejectReason.TOO_OLD);
  }

  @Test
  void aLaterFormatIsRefusedBeforeAnythingIsMisread() {
    refused("rollup", RollupRecord::read);
    refused("mark", RollupRecord::read);
    refused("request", RevisionRecord::decode);
    refused("result", RevisionRecord::decode);
    refused("live", LiveCodec::decode);
    refused("reject", RejectRecord::decode);
  }

  private static void refused(String name, Function<byte[], ?> decoder) {
    byte[] later = golden(name);
    later[1] = 2;
    Arrays.fill(later, 2, later.length, (byte) 0xFF);

    assertThatThrownBy(() -> decoder.apply(later))
        .as(name)
        .isInstanceOf(UnknownVersionException.class)
        .hasMessageContaining("has format 2, known is 1: upgrade this service");
  }

  private static byte[] golden(String name) {
    return Objects.requireNonNull(GoldenFiles.read(FILE).get(name)).clone();
  }

  private static byte[] withoutFormat(String name) {
    byte[] bytes = golden(name);
    return Arrays.copyOfRange(bytes, 2, bytes.length);
  }

  private static byte[] bytes(RollupRecord record) {
    ProtoWriter out = new ProtoWriter(64);
    record.write(out);
    return out.toByteArray();
  }

  private static Rollup rollup(Window window) {
    Aggregate aggregate = new Aggregate();
    aggregate.add(T, 1.5, true);
    aggregate.add(T + 1_000, 4, true);
    aggregate.add(T + 2_000, Double.NaN, true);
    aggregate.add(T + 3_000, 0.1, true);
    return new Rollup(
        window, window.start(T), new RollupVersion(2, 4711, 3), Rollup.State.FINAL, aggregate);
  }

  private static byte[] samples() {
    SamplesRecordWriter writer = new SamplesRecordWriter();
    writer.beginSeries();
    for (int i = 0; i < LABELS.size(); i++) {
      writer.label(symbol(writer, LABELS.name(i)), symbol(writer, LABELS.value(i)));
    }
    writer.metadata(4, symbol(writer, "help"), symbol(writer, "seconds"));
    writer.sample(T, 0.5);
    writer.sample(T + 15_000, Double.NaN);
    writer.endSeries();
    return writer.toByteArray();
  }

  private static int symbol(SamplesRecordWriter writer, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return writer.symbol(bytes, 0, bytes.length);
  }

  private static List<String> samplesOf(byte[] bytes) {
    SamplesRecordReader reader = new SamplesRecordReader();
    reader.reset(bytes, 0, bytes.length, "acme");
    List<String> samples = new ArrayList<>();
    while (reader.nextSeries()) {
      while (reader.nextSample()) {
        SeriesId id = new SeriesId(reader.seriesIdHigh(), reader.seriesIdLow());
        samples.add(
            id
                + " "
                + reader.metadataType()
                + " "
                + reader.unit()
                + " "
                + reader.timestamp()
                + " "
                + reader.value());
      }
    }
    return samples;
  }
}
