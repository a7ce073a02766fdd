package io.tidegauge.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.processor.sink.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two processors that keep standbys for each other come and go while samples come in: partitions go
 * from active to standby and back, in the middle of batches. The committed rollups are what the
 * oracle says.
 */
class RebalanceIT {

  private static final long GRACE = 300_000;
  private static final Duration SESSION = Duration.ofSeconds(25);

  @TempDir private Path directory;
  private Engines engines;

  @BeforeEach
  void start() {
    engines = EmbeddedEngines.start(EnginesSpec.ephemeral(Engine.KAFKA));
  }

  @AfterEach
  void stop() {
    engines.close();
  }

  @Test
  void windowsEqualTheOracleWhilePartitionsMove() throws Exception {
    String kafka = engines.kafkaBootstrapServers();
    SamplesFeed.createTopics(kafka);
    try (SamplesFeed feed = new SamplesFeed(kafka, 1905, 3000, GRACE);
        RollupsAudit audit = new RollupsAudit(kafka, feed)) {
      int last = feed.size() - 1;
      try (PacedPublisher publisher = PacedPublisher.start(feed, last);
          ConfigurableApplicationContext one = processor("one")) {
        Await.until("one has all partitions", () -> active(one) == 2);
        try (ConfigurableApplicationContext other = processor("other")) {
          Await.until("each has one", () -> active(one) == 1 && active(other) == 1);
        }
        // The other one has left: what was a standby here becomes active again, without the wait
        // for the session's end that a killed one costs.
        long left = System.nanoTime();
        Await.until("one has all partitions again", () -> active(one) == 2);
        assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(SESSION);
        try (ConfigurableApplicationContext other = processor("other")) {
          Await.until("each has one again", () -> active(one) == 1 && active(other) == 1);
          assertThat(publisher.isPublishing()).as("all of it while samples came in").isTrue();
          publisher.finish();
          feed.publish(last, feed.size());
          audit.readAll(Duration.ofSeconds(90));
        }
      }
      audit.assertEqualsOracle();
    }
  }

  private ConfigurableApplicationContext processor(String name) {
    return WindowsOnlyApplication.start(
        engines.kafkaBootstrapServers(),
        directory.resolve(name),
        "--tidegauge.processor.standbys=1",
        "--tidegauge.processor.session-timeout=" + SESSION.toSeconds() + "s");
  }

  /** How many partitions a processor is active for. */
  private static int active(ConfigurableApplicationContext processor) {
    return processor
        .getBean(MeterRegistry.class)
        .find("tidegauge.processor.offset")
        .gauges()
        .size();
  }
}
