package io.tidegauge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.topic.Topics;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.processor.config.InstallationProperties;
import io.tidegauge.processor.config.TopicCreator;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processor is a process of its own and is killed (SIGKILL) again and again while samples come
 * in. What readers of committed records see in the end is what the oracle says: nothing lost,
 * nothing twice. It must fail if the write-out ever stops being called before a commit.
 */
class KillIT {

  private static final long GRACE = 300_000;
  private static final int KILLS = 4;

  private static Engines engines;

  @TempDir private static Path directory;

  @BeforeAll
  static void start() {
    engines = EmbeddedEngines.start(EnginesSpec.ephemeral(Engine.KAFKA));
  }

  @AfterAll
  static void stop() {
    engines.close();
  }

  @Test
  void windowsEqualTheOracleAfterKills() throws Exception {
    String kafka = engines.kafkaBootstrapServers();
    new TopicCreator(installation(kafka)).create();
    try (SamplesFeed feed = new SamplesFeed(kafka, 4711, 4000, GRACE);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));
        RollupsAudit audit = new RollupsAudit(kafka, feed)) {
      Process processor = startProcessor(kafka);
      try {
        int published = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
          // Half of a piece is there and committed, the other half is coming in: then the kill.
          int half = feed.size() * (2 * kill - 1) / (2 * KILLS);
          feed.publish(published, half);
          awaitCommitted(admin, half);
          int most = feed.size() * 2 * kill / (2 * KILLS) - 1;
          Thread rest = publisher(feed, half, most);
          awaitCommitted(admin, half + (most - half) / 4);
          processor.destroyForcibly().waitFor();
          rest.join();
          published = most;
          processor = startProcessor(kafka);
        }
        feed.publish(published, feed.size());
        audit.readAll(Duration.ofSeconds(90));
        audit.assertEqualsOracle();
      } finally {
        processor.destroyForcibly().waitFor();
      }
    }
  }

  /** Publishes at a pace that leaves work for the moment of the kill. */
  private static Thread publisher(SamplesFeed feed, int from, int to) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                for (int at = from; at < to; at += 10) {
                  feed.publish(at, Math.min(to, at + 10));
                  LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (java.util.concurrent.ExecutionException e) {
                throw new IllegalStateException("samples could not be published", e);
              }
            });
  }

  private static void awaitCommitted(Admin admin, long offset) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (committed(admin) < offset) {
      assertThat(System.nanoTime())
          .as("offset %s is committed within a minute, now %s", offset, committed(admin))
          .isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** The lower of the partitions' committed offsets. */
  private static long committed(Admin admin) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        admin.listConsumerGroupOffsets("tidegauge-processor").partitionsToOffsetAndMetadata().get();
    long lowest = Long.MAX_VALUE;
    for (int p = 0; p < WindowsOnlyApplication.PARTITIONS; p++) {
      OffsetAndMetadata of = offsets.get(new TopicPartition(Topics.SAMPLES, p));
      lowest = Math.min(lowest, of == null ? 0 : of.offset());
    }
    return lowest;
  }

  private static Process startProcessor(String kafka) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(WindowsOnlyApplication.class.getName());
    command.addAll(WindowsOnlyApplication.arguments(kafka, directory.resolve("state")));
    File log = directory.resolve("processor.log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private static InstallationProperties installation(String kafka) {
    return new InstallationProperties(
        new InstallationProperties.Kafka(kafka, (short) 1),
        WindowsOnlyApplication.PARTITIONS,
        1,
        Duration.ofMillis(GRACE),
        Duration.ofDays(7),
        new InstallationProperties.Clock(Duration.ZERO, 1, Instant.EPOCH));
  }
}
