package io.tidegauge.cli.replay;

import io.tidegauge.cli.testing.Topic;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.series.MetricKind;
import io.tidegauge.contract.series.SeriesHasher;
import io.tidegauge.contract.topic.RecordKind;
import io.tidegauge.contract.topic.TopicSpec;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.window.Window;
import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.processor.ProcessorApplication;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties;
import io.tidegauge.processor.sink.rollups.RollupsInsert;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.ConfigurableApplicationContext;

/** A day of many series that a whole processor has stored, to be damaged. */
final class DamagedHistory implements AutoCloseable {

  private static final int PARTITIONS = 2;
  private static final int SERIES = 600;
  private static final int SAMPLES = 6;
  private static final long STEP = Duration.ofMinutes(10).toMillis();
  private static final String TENANT = "default";

  private final String kafka;
  private final ClickHouseEndpoint endpoint;
  private final ClickHouseClient clickhouse;
  private final ConfigurableApplicationContext processor;
  private final Instant day =
      InstantSource.system().instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));

  /** Returns when all its windows are stored. */
  DamagedHistory(String kafka, ClickHouseEndpoint endpoint, Path directory) throws Exception {
    this.kafka = kafka;
    this.endpoint = endpoint;
    this.clickhouse = new ClickHouseClient(properties());
    this.processor = ProcessorApplication.application().run(arguments(directory));
    publish();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!isStored()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the windows are not stored");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private boolean isStored() throws IOException, InterruptedException {
    for (Window window : Window.values()) {
      String table = "rollups_" + window.label() + " FINAL WHERE state = 'final'";
      if (count("SELECT sum(count) FROM " + table) < SERIES * SAMPLES) {
        return false;
      }
    }
    return true;
  }

  private void publish() throws ExecutionException, InterruptedException {
    TopicSpec spec = TopicSpec.samples(PARTITIONS, (short) 1, Duration.ofDays(7));
    try (Topic topic = new Topic(kafka, spec)) {
      for (int i = 0; i < SERIES; i++) {
        Labels labels = Labels.of(Map.of(Labels.NAME, "node_load1", "host", "h" + i));
        TreeMap<Long, Double> samples = new TreeMap<>();
        for (int sample = 0; sample < SAMPLES; sample++) {
          samples.put(day.toEpochMilli() + sample * STEP, (double) (i + sample));
        }
        topic.publish(
            Topics.partition(SeriesHasher.of(TENANT, labels).low(), PARTITIONS),
            null,
            Topic.samples(labels, MetricKind.GAUGE, samples),
            // All at once, so that none is late.
            Topic.samplesHeaders(TENANT, RecordKind.SAMPLES, day.toEpochMilli()));
      }
      long afterwards = day.plus(Duration.ofDays(2)).toEpochMilli();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        topic.publish(
            partition, null, new byte[0], Topic.samplesHeaders("", RecordKind.TICK, afterwards));
      }
    }
  }

  Instant day() {
    return day;
  }

  /** Where Kafka and ClickHouse are, as arguments. */
  List<String> where() {
    return List.of(
        "--bootstrap-servers",
        kafka,
        "--clickhouse-url",
        endpoint.url().toString(),
        "--clickhouse-user",
        endpoint.username(),
        "--clickhouse-password",
        endpoint.password(),
        "--clickhouse-database",
        endpoint.database());
  }

  /** Every window gets other values, as an old bug might have written them. */
  void damage() throws IOException, InterruptedException {
    for (Window window : Window.values()) {
      String table = "rollups_" + window.label();
      clickhouse.execute(
          "INSERT INTO %1$s (%2$s) SELECT * REPLACE (count + 1 AS count, max + 1 AS max) FROM (SELECT %2$s FROM %1$s FINAL)"
              .formatted(table, RollupsInsert.COLUMNS));
    }
  }

  /** What readers see of all windows, as the statement in schema.sql's comments says. */
  String seen() throws IOException, InterruptedException {
    StringBuilder seen = new StringBuilder();
    for (Window window : Window.values()) {
      seen.append(
          clickhouse.execute(
              ("SELECT count(), sum(count), sum(cityHash64(id, start, count, min, max, sum)) FROM"
                      + " (SELECT *, version FROM (SELECT *, version FROM rollups_%1$s FINAL UNION ALL"
                      + " SELECT * EXCEPT generation, version FROM rollups_%1$s_replay FINAL WHERE"
                      + " generation IN (SELECT generation FROM rollup_generations GROUP BY generation"
                      + " HAVING uniqExact(partition) = max(partitions))) ORDER BY id, start, version"
                      + " DESC LIMIT 1 BY id, start)")
                  .formatted(window.label())));
    }
    return seen.toString();
  }

  long count(String query) throws IOException, InterruptedException {
    return Long.parseLong(clickhouse.execute(query).strip());
  }

  private ClickHouseProperties properties() {
    Duration forLong = Duration.ofDays(100);
    return new ClickHouseProperties(
        endpoint.url(),
        endpoint.username(),
        endpoint.password(),
        endpoint.database(),
        ClickHouseProperties.Compression.NONE,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        new ClickHouseProperties.Retention(forLong, forLong, forLong, forLong));
  }

  private String[] arguments(Path directory) {
    return new String[] {
      "--server.port=0",
      "--spring.main.banner-mode=off",
      "--tidegauge.kafka.bootstrap-servers=" + kafka,
      "--tidegauge.partitions=" + PARTITIONS,
      "--tidegauge.clickhouse.url=" + endpoint.url(),
      "--tidegauge.clickhouse.username=" + endpoint.username(),
      "--tidegauge.clickhouse.password=" + endpoint.password(),
      "--tidegauge.clickhouse.database=" + endpoint.database(),
      "--tidegauge.processor.state-dir=" + directory.resolve("state"),
      "--tidegauge.processor.commit-interval=300ms",
      "--tidegauge.processor.sinks.raw.interval=100ms",
      "--tidegauge.processor.sinks.rollups.interval=100ms",
      "--tidegauge.processor.sinks.redis.enabled=false"
    };
  }

  @Override
  public void close() {
    processor.close();
    clickhouse.close();
  }
}
