package io.tidegauge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupRecord;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.processor.window.AggregateAssert;
import io.tidegauge.processor.window.Oracle;
import io.tidegauge.processor.window.TestSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed rollups and compares them with the oracle. */
final class RollupsAudit implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final SamplesFeed feed;
  private final List<Map<Oracle.Key, Rollup>> finals = new ArrayList<>();
  private final List<Set<String>> closedTenants = new ArrayList<>();
  private final Set<Oracle.Key> provisionals = new HashSet<>();

  RollupsAudit(String bootstrapServers, SamplesFeed feed) {
    this.feed = feed;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (int p = 0; p < SamplesFeed.PARTITIONS; p++) {
      partitions.add(new TopicPartition(Topics.ROLLUPS, p));
      finals.add(new HashMap<>());
      closedTenants.add(new HashSet<>());
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Reads until the last tick has closed everything in all partitions. */
  void readAll(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isComplete()) {
      assertThat(System.nanoTime())
          .as("the rollups are complete within %s; closed so far: %s", patience, closedTenants)
          .isLessThan(deadline);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
        read(record);
      }
    }
  }

  /** Everything final once, and equal to the oracle's. */
  void assertEqualsOracle() {
    for (int p = 0; p < finals.size(); p++) {
      Oracle oracle = feed.oracle(p);
      assertThat(finals.get(p).keySet()).containsExactlyInAnyOrderElementsOf(oracle.keys());
      finals
          .get(p)
          .forEach(
              (key, rollup) ->
                  AggregateAssert.assertSame(key, rollup.aggregate(), oracle.aggregate(key)));
    }
    assertThat(provisionals).isNotEmpty();
  }

  int windows() {
    return finals.stream().mapToInt(Map::size).sum();
  }

  private boolean isComplete() {
    Set<String> tenants = new HashSet<>();
    feed.series().values().forEach(series -> tenants.add(series.tenant()));
    return closedTenants.stream().allMatch(closed -> closed.containsAll(tenants));
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    int partition = record.partition();
    switch (RollupRecord.read(record.value())) {
      case RollupRecord.Mark mark -> {
        if (mark.watermark() == feed.lastTick(partition)) {
          closedTenants.get(partition).add(mark.tenant());
        }
      }
      case RollupRecord.OfSeries one -> {
        assertThat(record.key()).isEqualTo(one.key());
        TestSeries series = Objects.requireNonNull(feed.series().get(one.series().toString()));
        Oracle.Key key = new Oracle.Key(series, one.rollup().window(), one.rollup().start());
        if (one.rollup().state() == Rollup.State.FINAL) {
          assertThat(finals.get(partition).put(key, one.rollup()))
              .as("final only once: %s", key)
              .isNull();
        } else {
          provisionals.add(key);
        }
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
