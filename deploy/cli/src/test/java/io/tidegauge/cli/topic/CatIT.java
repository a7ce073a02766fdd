package io.tidegauge.cli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.cli.testing.CommandRun;
import io.tidegauge.cli.testing.Topic;
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
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesId;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.TopicSpec;
import io.tidegauge.contract.window.Window;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.testing.SharedEngines;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Records written by the real codecs to a real Kafka come out as lines of JSON. */
class CatIT {

  private static final Engines ENGINES = SharedEngines.get(Engine.KAFKA);
  private static final long T = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
  private static final Labels LABELS = Labels.of("cat_value", "host", "web-1");

  @Test
  void samplesAreALineEachWithTheirPosition() throws Exception {
    try (Topic topic = samples()) {
      TreeMap<Long, Double> values = new TreeMap<>(Map.of(T, 0.5, T + 1000, Double.NaN));
      RecordMetadata first =
          topic.publish(
              1,
              null,
              Topic.samples(LABELS, MetricKind.COUNTER, values),
              Topic.samplesHeaders("cat-samples", RecordKind.SAMPLES, T + 2000));
      topic.publish(1, null, new byte[0], Topic.samplesHeaders("", RecordKind.TICK, T + 3000));

      CommandRun run = cat("samples", "--tenant", "cat-samples");

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.lines()).hasSize(2);
      JsonNode line = run.lines().getFirst();
      assertThat(line.get("type").asString()).isEqualTo("sample");
      assertThat(line.get("partition").asInt()).isEqualTo(1);
      assertThat(line.get("offset").asLong()).isEqualTo(first.offset());
      assertThat(line.get("recordTime").asString())
          .isEqualTo(Instant.ofEpochMilli(first.timestamp()).toString());
      assertThat(line.get("received").asString()).isEqualTo("2026-03-01T12:00:02Z");
      assertThat(line.get("tenant").asString()).isEqualTo("cat-samples");
      assertThat(line.get("index").asInt()).isZero();
      assertThat(line.get("metric").asString()).isEqualTo("cat_value");
      assertThat(line.get("labels").get("host").asString()).isEqualTo("web-1");
      assertThat(line.get("kind").asString()).isEqualTo("counter");
      assertThat(line.get("timestamp").asString()).isEqualTo("2026-03-01T12:00:00Z");
      assertThat(line.get("value").asDouble()).isEqualTo(0.5);
      assertThat(run.lines().get(1).get("value").asString()).isEqualTo("NaN");
      assertThat(run.lines().get(1).get("index").asInt()).isEqualTo(1);
      assertThat(cat("samples", "--partition", "1", "--ticks").lines())
          .anyMatch(tick -> tick.get("type").asString().equals("tick"));
    }
  }

  @Test
  void onlyWhatIsWantedIsPrinted() throws Exception {
    try (Topic topic = samples()) {
      long offset = 0;
      for (String host : List.of("a", "b")) {
        Labels labels = Labels.of("cat_filtered", "host", host);
        TreeMap<Long, Double> values = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
          values.put(T + i, (double) i);
        }
        offset =
            topic
                .publish(
                    2,
                    null,
                    Topic.samples(labels, MetricKind.GAUGE, values),
                    Topic.samplesHeaders("cat-filter", RecordKind.SAMPLES, T))
                .offset();
      }
      String series =
          cat("samples", "--metric", "cat_filtered").lines().getLast().get("series").asString();

      assertThat(cat("samples", "--match", "cat_filtered").lines()).hasSize(20);
      assertThat(cat("samples", "--match", "host:b", "--match", "cat_filtered").lines())
          .hasSize(10)
          .allMatch(line -> line.get("labels").get("host").asString().equals("b"));
      assertThat(cat("samples", "--series", series).lines()).hasSize(10);
      assertThat(cat("samples", "--metric", "cat_filtered", "--match", "host:").lines()).isEmpty();
      assertThat(cat("samples", "--metric", "cat_filtered", "--limit", "13").lines()).hasSize(13);
      assertThat(cat("samples", "--partition", "2", "--from", Long.toString(offset)).lines())
          .hasSize(10);
      assertThat(cat("samples", "--metric", "cat_filtered", "--from", "-1h").lines()).hasSize(20);
      assertThat(cat("samples", "--metric", "cat_filtered", "--to", "-1h").lines()).isEmpty();
      assertThat(cat("samples", "--metric", "cat_filtered", "--to", Long.toString(offset)).lines())
          .hasSize(10);
    }
  }

  @Test
  void rollupsHaveAllValuesAndMarksAndTombstonesAreLinesToo() throws Exception {
    try (Topic topic = new Topic(kafka(), TopicSpec.rollups(3, (short) 1))) {
      RollupVersion version = new RollupVersion(1, 77, 2);
      RollupRecord rollup =
          new RollupRecord.OfSeries(
              "cat-rollups",
              new SeriesId(1, 2),
              "cat_value",
              MetricKind.GAUGE,
              new Rollup(Window.M5, T, version, Rollup.State.FINAL, aggregate(1, 2, 3, 4)));
      publish(topic, rollup);
      publish(topic, new RollupRecord.Mark("cat-rollups", T, version));
      topic.publish(0, rollup.key(), null);
      topic.publish(0, rollup.key(), new byte[] {(byte) 0xff});

      List<JsonNode> lines = cat("rollups").lines();

      assertThat(lines)
          .extracting(line -> line.get("type").asString())
          .containsExactly("rollup", "mark", "tombstone", "unreadable");
      JsonNode line = lines.getFirst();
      assertThat(line.get("window").asString()).isEqualTo("5m");
      assertThat(line.get("start").asString()).isEqualTo("2026-03-01T12:00:00Z");
      assertThat(line.get("state").asString()).isEqualTo("final");
      assertThat(line.get("series").asString()).isEqualTo(new SeriesId(1, 2).toString());
      assertThat(line.get("version").get("offset").asLong()).isEqualTo(77);
      assertThat(line.get("version").get("revision").asLong()).isEqualTo(2);
      assertThat(line.get("count").asLong()).isEqualTo(4);
      assertThat(line.get("sum").asDouble()).isEqualTo(10);
      assertThat(line.get("max").asDouble()).isEqualTo(4);
      assertThat(line.get("p50").asDouble()).isBetween(1.9, 3.1);
      assertThat(lines.get(1).get("watermark").asString()).isEqualTo("2026-03-01T12:00:00Z");
      assertThat(lines.get(3).get("error").asString()).isNotEmpty();
      assertThat(cat("rollups", "--metric", "cat_value").lines())
          .extracting(each -> each.get("type").asString())
          .contains("rollup")
          .doesNotContain("mark");
    }
  }

  @Test
  void liveRejectsAndRevisions() throws Exception {
    try (Topic live = new Topic(kafka(), TopicSpec.live(3, (short) 1));
        Topic rejects = new Topic(kafka(), TopicSpec.rejects((short) 1));
        Topic revisions = new Topic(kafka(), TopicSpec.revisions(3, (short) 1))) {
      SeriesId id = new SeriesId(3, 4);
      Rollup rollup =
          new Rollup(
              Window.H1, T, new RollupVersion(1, 5, 0), Rollup.State.PROVISIONAL, aggregate(9));
      live.publish(
          0,
          null,
          LiveCodec.encode(
              new LiveBatch(
                  "cat-live",
                  1,
                  5,
                  T,
                  LiveBatch.UNKNOWN,
                  List.of(
                      new LiveSeries(
                          id, LABELS, MetricKind.GAUGE, 5, T, 9, false, List.of(rollup))))));
      rejects.publish(0, null, reject("text=1").encode());
      rejects.publish(0, null, reject("\0bin").encode());
      revisions.publish(
          0,
          null,
          new RevisionRecord.Request(
                  "cat-revisions", id, LABELS, MetricKind.GAUGE, Window.M5, T, T, 1, 9)
              .encode());

      JsonNode series = cat("live", "--match", "host:web-1").lines().getFirst();
      assertThat(series.get("value").asDouble()).isEqualTo(9);
      assertThat(series.get("windows").get(0).get("window").asString()).isEqualTo("1h");
      List<JsonNode> refused =
          cat("rejects", "--match", "cat_value", "--match", "host:web-1").lines();
      assertThat(refused.getFirst().get("reason").asString()).isEqualTo("too_old");
      assertThat(refused.getFirst().get("original").asString()).isEqualTo("text=1");
      assertThat(refused.get(1).get("originalBase64").asString()).isEqualTo("AGJpbg==");
      assertThat(cat("rejects", "--match", "host:web").lines()).isEmpty();
      JsonNode asked = cat("revisions").lines().getFirst();
      assertThat(asked.get("type").asString()).isEqualTo("request");
      assertThat(asked.get("version").get("offset").asLong()).isEqualTo(9);
    }
  }

  @Test
  void whatCannotBeDoneSaysWhatToDo() {
    assertThat(cat("samples", "--from", "-1w").err()).contains("-1h");
    assertThat(cat("rollups", "--match", "host:a").err()).contains("--series");
    assertThat(cat("samples", "--series", "12").err()).contains("32 hexadecimal digits");
    assertThat(cat("sample").err()).contains("samples", "rollups");
    CommandRun nobody = run("samples", "--bootstrap-servers", "localhost:1");
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("localhost:1").contains("./tidegauge up");
  }

  private static RejectRecord reject(String original) {
    return new RejectRecord(
        "cat-rejects",
        RejectReason.TOO_OLD,
        "influx",
        "127.0.0.1",
        T,
        "send it earlier",
        "cat_value{host=\"web-1\"}",
        T,
        1,
        original.getBytes(StandardCharsets.UTF_8));
  }

  private static Aggregate aggregate(double... values) {
    Aggregate aggregate = new Aggregate();
    for (double value : values) {
      aggregate.add(T, value, false);
    }
    return aggregate;
  }

  private static void publish(Topic topic, RollupRecord record) throws Exception {
    ProtoWriter value = new ProtoWriter(256);
    record.write(value);
    topic.publish(0, record.key(), value.toByteArray());
  }

  private static Topic samples() throws Exception {
    return new Topic(kafka(), TopicSpec.samples(3, (short) 1, Duration.ofDays(30)));
  }

  private static String kafka() {
    return ENGINES.kafkaBootstrapServers();
  }

  private static CommandRun cat(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--bootstrap-servers", kafka()));
    return run(all.toArray(String[]::new));
  }

  private static CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("cat"));
    all.addAll(Arrays.asList(arguments));
    return CommandRun.of(
        outputs -> TopicCommand.commandLine(new CatCommand(InstantSource.system(), outputs)),
        all.toArray(String[]::new));
  }
}
