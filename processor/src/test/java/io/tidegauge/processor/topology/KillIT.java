package io.tidegauge.processor.topology;

import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
    SamplesFeed.createTopics(kafka);
    try (SamplesFeed feed = new SamplesFeed(kafka, 4711, 4000, GRACE);
        SamplesProgress progress = new SamplesProgress(kafka);
        RollupsAudit audit = new RollupsAudit(kafka, feed)) {
      Process processor = startProcessor(kafka);
      try {
        int published = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
          // Half of a piece is there and committed, the other half is coming in: then the kill.
          int half = feed.size() * (2 * kill - 1) / (2 * KILLS);
          feed.publish(published, half);
          progress.await(half);
          int most = feed.size() * 2 * kill / (2 * KILLS) - 1;
          Thread rest = publisher(feed, half, most);
          progress.await(half + (most - half) / 4);
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

  private static Process startProcessor(String kafka) throws IOException {
    return JavaProcess.start(
        WindowsOnlyApplication.class,
        WindowsOnlyApplication.arguments(kafka, directory.resolve("state")),
        "kill-it.log");
  }
}
