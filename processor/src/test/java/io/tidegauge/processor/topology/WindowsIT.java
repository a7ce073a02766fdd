package io.tidegauge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveCodec;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Days of samples through the real thing, in seconds: receive times come with the records. */
class WindowsIT {

  private static final long GRACE = 300_000;

  private static Engines engines;

  @TempDir private static Path stateDir;

  @BeforeAll
  static void start() {
    engines = EmbeddedEngines.start(EnginesSpec.ephemeral(Engine.KAFKA));
  }

  @AfterAll
  static void stop() {
    engines.close();
  }

  @Test
  void committedRollupsEqualTheOracleAndLiveStateIsPublished() throws Exception {
    String kafka = engines.kafkaBootstrapServers();
    try (ConfigurableApplicationContext processor = WindowsOnlyApplication.start(kafka, stateDir);
        SamplesFeed feed = new SamplesFeed(kafka, 42, 1500, GRACE);
        RollupsAudit audit = new RollupsAudit(kafka, feed)) {
      feed.publish(0, feed.size());
      audit.readAll(Duration.ofSeconds(90));
      audit.assertEqualsOracle();
      assertThat(audit.windows()).isGreaterThan(1000);
      assertThat(liveSeries(kafka)).containsAll(feed.series().keySet());
      assertThat(processor.isRunning()).isTrue();
    }
  }

  /** Ids of all series on the live topic. */
  private static Set<String> liveSeries(String kafka) {
    Set<String> ids = new HashSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(Topics.LIVE, 0), new TopicPartition(Topics.LIVE, 1));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          LiveBatch batch = LiveCodec.decode(record.value());
          for (LiveSeries series : batch.series()) {
            ids.add(series.series().toString());
          }
        }
      }
    }
    return ids;
  }
}
