package io.tidegauge.cli.reject;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.cli.kafka.Position;
import io.tidegauge.cli.kafka.TopicRange;
import io.tidegauge.cli.kafka.TopicScan;
import io.tidegauge.cli.testing.CommandRun;
import io.tidegauge.cli.testing.IngestGateway;
import io.tidegauge.cli.testing.Topic;
import io.tidegauge.contract.samples.SamplesRecordReader;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.topic.RecordHeaders;
import io.tidegauge.contract.topic.TopicSpec;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.wire.ProtoWriter;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.testing.SharedEngines;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/**
 * Samples of every protocol that a real gateway refused are sent again: refused again for as long
 * as they are too old, taken when they are not, and each with one identity however often.
 */
class RejectsIT {

  private static final String KAFKA = SharedEngines.get(Engine.KAFKA).kafkaBootstrapServers();
  private static final String TENANT = "rejects-it";
  private static final long NOW = InstantSource.system().millis();
  private static final long OLD = NOW - Duration.ofDays(5).toMillis();

  @BeforeAll
  static void theTopicIsThere() throws Exception {
    new Topic(KAFKA, TopicSpec.rejects((short) 1)).close();
  }

  @Test
  void whatWasTooOldIsTakenOnceWhenMoreIsKept() throws Exception {
    Map<String, String> brief = Map.of("tidegauge.raw-retention", "2d");
    try (IngestGateway gateway = new IngestGateway(KAFKA, brief)) {
      sendOverAllProtocols(gateway);

      CommandRun counts = rejects("ls", "--tenant", TENANT);
      assertThat(counts.out().lines()).hasSize(6).first().asString().startsWith("TENANT");
      assertThat(counts.out())
          .containsPattern(TENANT + " +too_old +influx +1 +1 ")
          .containsPattern(TENANT + " +too_old +otlp_http +1 +1 ")
          .containsPattern(TENANT + " +too_old +remote_write_1 +1 +1 ")
          .containsPattern(TENANT + " +too_old +remote_write_2 +1 +1 ")
          .containsPattern(TENANT + " +too_old +stream +1 +1 ");
      assertThat(rejects("show", "--tenant", TENANT, "--reason", "too_old").lines())
          .hasSize(5)
          .anyMatch(line -> line.path("original").asString("").startsWith("cpu,host=a usage=0.5"));

      CommandRun dry = rejects("retry", "--tenant", TENANT, "--dry-run");
      assertThat(dry.lines()).hasSize(5).allMatch(line -> isOutcome(line, "would_send"));
      assertThat(dry.code()).isZero();
      CommandRun again = retry(gateway);
      assertThat(again.lines()).hasSize(5).allMatch(line -> isOutcome(line, "refused"));
      assertThat(again.code()).isEqualTo(1);
      assertThat(again.err()).contains("5 refused again");
      assertThat(stored()).containsExactly("rejects_it_seconds 2.0");
    }
    try (IngestGateway gateway =
        new IngestGateway(KAFKA, Map.of("tidegauge.raw-retention", "30d"))) {
      CommandRun retried = retry(gateway);

      assertThat(retried.code()).as(retried.out() + retried.err()).isZero();
      assertThat(retried.lines()).hasSize(10).allMatch(line -> isOutcome(line, "accepted"));
      assertThat(retry(gateway).code()).isZero();
      // By identity, as the processor counts: gauges and counters by series and time,
      // observations by their numbered batch.
      assertThat(stored())
          .containsExactly(
              "cpu_usage gauge 0.5",
              "otlp_value gauge 2.5",
              "rejects_it_seconds 2.0",
              "rejects_it_seconds 4.5",
              "rw1_total counter 1.5",
              "rw2_value counter 3.5");
    }
  }

  @Test
  void whatHasNoOriginalIsReported() throws Exception {
    String tenant = "rejects-cap";
    try (IngestGateway gateway =
        new IngestGateway(
            KAFKA,
            Map.of(
                "tidegauge.raw-retention",
                "2d",
                "tidegauge.ingest.admission.max-originals",
                "0"))) {
      gateway.post("/write", tenant, utf8("cpu usage=1 " + OLD + "000000"));

      CommandRun run =
          rejects("retry", "--tenant", tenant, "--ingest-url", gateway.url().toString());

      assertThat(run.code()).isEqualTo(1);
      assertThat(run.lines()).hasSize(1).allMatch(line -> isOutcome(line, "impossible"));
      assertThat(run.out()).contains("not kept");
    }
  }

  @Test
  void whatCannotBeDoneSaysWhatToDo() {
    assertThat(rejects("ls", "--reason", "old").err()).contains("too_old");
    assertThat(rejects("ls", "--from", "soon").err()).contains("-1h");
    assertThat(rejects("ls", "--tenant", "nobody").out()).isEqualTo("nothing was refused\n");
  }

  private static void sendOverAllProtocols(IngestGateway gateway) throws Exception {
    gateway.post("/write", TENANT, utf8("cpu,host=a usage=0.5 " + OLD + "000000\n"));
    gateway.post(
        "/api/v1/write",
        TENANT,
        Snappy.compress(remoteWrite1()),
        "Content-Type",
        "application/x-protobuf",
        "Content-Encoding",
        "snappy");
    gateway.post(
        "/api/v1/write",
        TENANT,
        Snappy.compress(
            Topic.samples(
                Labels.of("rw2_value", "host", "a"),
                MetricKind.COUNTER,
                new TreeMap<>(Map.of(OLD, 3.5)))),
        "Content-Type",
        "application/x-protobuf;proto=io.prometheus.write.v2.Request",
        "Content-Encoding",
        "snappy");
    gateway.post(
        "/v1/metrics",
        TENANT,
        utf8(
            "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"otlp_value\",\"gauge\":"
                + "{\"dataPoints\":[{\"timeUnixNano\":\""
                + OLD
                + "000000\",\"asDouble\":2.5,\"attributes\":[{\"key\":\"host\",\"value\":"
                + "{\"stringValue\":\"a\"}}]}]}}]}]}]}"),
        "Content-Type",
        "application/json");
    gateway.post(
        "/v1/stream",
        TENANT,
        utf8(
            "{\"metric\":\"rejects_it_seconds\",\"kind\":\"observation\",\"samples\":[["
                + OLD
                + ",4.5],["
                + NOW
                + ",2]]}\n"),
        "Content-Type",
        "application/x-ndjson");
  }

  private static byte[] remoteWrite1() {
    ProtoWriter out = new ProtoWriter(128);
    int series = out.beginMessage(1);
    for (String[] label : new String[][] {{"__name__", "rw1_total"}, {"host", "a"}}) {
      int start = out.beginMessage(1);
      out.stringField(1, label[0]);
      out.stringField(2, label[1]);
      out.endMessage(start);
    }
    int sample = out.beginMessage(2);
    out.doubleField(1, 1.5);
    out.varintField(2, OLD);
    out.endMessage(sample);
    out.endMessage(series);
    return out.toByteArray();
  }

  private static boolean isOutcome(tools.jackson.databind.JsonNode line, String outcome) {
    return line.get("outcome").asString().equals(outcome);
  }

  /** What is on the samples topic of the tenant, each identity once. */
  private static TreeSet<String> stored() {
    Map<String, String> byIdentity = new TreeMap<>();
    SamplesRecordReader reader = new SamplesRecordReader();
    new TopicScan(KAFKA, Topics.SAMPLES)
        .read(
            TopicRange.between(new Position.Beginning(), new Position.End()),
            record -> {
              if (!header(record, RecordHeaders.TENANT).equals(TENANT)) {
                return true;
              }
              reader.reset(record.value(), 0, record.value().length, TENANT);
              while (reader.nextSeries()) {
                while (reader.nextSample()) {
                  read(record, reader, byIdentity);
                }
              }
              return true;
            });
    TreeSet<String> values = new TreeSet<>(byIdentity.values());
    assertThat(values).as("identities " + byIdentity).hasSameSizeAs(byIdentity.keySet());
    return values;
  }

  private static void read(
      ConsumerRecord<byte[], byte[]> record,
      SamplesRecordReader reader,
      Map<String, String> byIdentity) {
    String metric = reader.labels().metric();
    if (metric.equals("rejects_it_seconds")) {
      String producer = header(record, RecordHeaders.PRODUCER);
      String batch =
          producer.isEmpty()
              ? "record " + record.partition() + "@" + record.offset()
              : producer + number(record, RecordHeaders.SEQUENCE);
      byIdentity.put(batch, metric + " " + reader.value());
    } else {
      byIdentity.put(
          metric + reader.labels() + reader.timestamp(),
          metric
              + " "
              + (MetricKind.ofMetadataType(reader.metadataType()) == MetricKind.COUNTER
                  ? "counter "
                  : "gauge ")
              + reader.value());
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static long number(ConsumerRecord<byte[], byte[]> record, String name) {
    return ByteBuffer.wrap(requireNonNull(record.headers().lastHeader(name)).value()).getLong();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static CommandRun retry(IngestGateway gateway) {
    return rejects("retry", "--tenant", TENANT, "--ingest-url", gateway.url().toString());
  }

  private static CommandRun rejects(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--bootstrap-servers", KAFKA));
    InstantSource clock = InstantSource.system();
    return CommandRun.of(
        outputs ->
            RejectsCommand.commandLine(
                new LsCommand(clock),
                new ShowCommand(clock, outputs),
                new RetryCommand(clock, outputs)),
        all.toArray(String[]::new));
  }
}
