package io.tidegauge.loadtest.chaos.verdict;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.loadtest.audit.Difference;
import io.tidegauge.loadtest.chaos.cluster.Cluster;
import io.tidegauge.loadtest.chaos.load.Load;
import io.tidegauge.loadtest.oracle.Oracle;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What became of a window that is wrong: what was sent, stored and computed, step by step. */
public final class History {

  private static final int SHOWN = 60;
  private static final Duration POLL = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final Load load;
  private final Judge judge;
  private final ClickHouse clickhouse;

  /** Of windows of a load. */
  public History(Cluster cluster, Load load, Judge judge) {
    this.cluster = cluster;
    this.load = load;
    this.judge = judge;
    ClickHouseEndpoint endpoint = cluster.clickhouse();
    this.clickhouse = new ClickHouse(endpoint);
  }

  /** Lines to read. */
  public List<String> of(Difference difference) {
    Duration length = Oracle.WINDOWS.getOrDefault(difference.window(), Duration.ZERO);
    long start = difference.start();
    long end = start + length.toMillis();
    String id = judge.id(difference.series());
    List<String> lines = new ArrayList<>();
    lines.add(difference + " (starts at " + Instant.ofEpochMilli(start) + ", series " + id + ")");
    section(lines, "sent", load.history(difference.series(), start, end));
    if (!id.isEmpty()) {
      String where = "WHERE id = toUInt128('%s') AND ".formatted(id);
      section(
          lines,
          "raw rows (ts, value, partition, offset, index, batch)",
          clickhouse.lines(
              ("SELECT toUnixTimestamp64Milli(ts) AS t, value, partition, offset, idx, batch"
                      + " FROM samples %s t >= %d AND t < %d ORDER BY offset, idx LIMIT %d")
                  .formatted(where, start, end, SHOWN)));
      section(
          lines,
          "rollups in ClickHouse (epoch, offset, revision, state, count, sum)",
          clickhouse.lines(
              ("SELECT version_epoch, version_offset, version_revision, state, count, sum"
                      + " FROM rollups_%s %s start = fromUnixTimestamp64Milli(%d, 'UTC')"
                      + " ORDER BY version_offset, version_revision LIMIT %d")
                  .formatted(difference.window(), where, start, SHOWN)));
      section(
          lines, "rollups on the topic", onTopic(new BigInteger(id), difference.window(), start));
    }
    return lines;
  }

  private static void section(List<String> lines, String title, List<String> content) {
    lines.add("  " + title + ":" + (content.isEmpty() ? " nothing" : ""));
    content.forEach(line -> lines.add("    " + line));
  }

  private List<String> onTopic(BigInteger id, String window, long start) {
    TopicPartition partition =
        new TopicPartition(Topics.ROLLUPS, Topics.partition(id.longValue(), Cluster.PARTITIONS));
    List<String> lines = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                cluster.kafkaBootstrapServers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
          RollupRecord read = RollupRecord.read(found.value());
          if (read instanceof RollupRecord.OfSeries one
              && one.series().low() == id.longValue()
              && one.rollup().start() == start
              && one.rollup().window().label().equals(window)) {
            lines.add(found.offset() + ": " + describe(one.rollup()));
          }
        }
      }
    }
    int size = lines.size();
    return size <= SHOWN ? lines : lines.subList(size - SHOWN, size);
  }

  private static String describe(Rollup rollup) {
    RollupVersion version = rollup.version();
    return "version %d/%d/%d %s count %d sum %s"
        .formatted(
            version.epoch(),
            version.offset(),
            version.revision(),
            rollup.state(),
            rollup.aggregate().count(),
            rollup.aggregate().sum());
  }
}
