package io.tidegauge.processor.revise;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.window.Window;
import io.tidegauge.engines.ClickHouseEndpoint;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.engines.testing.Isolated;
import io.tidegauge.engines.testing.SharedEngines;
import io.tidegauge.processor.ProcessorApplication;
import io.tidegauge.processor.ProcessorArguments;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Compression;
import io.tidegauge.processor.sink.testing.Await;
import io.tidegauge.processor.sink.testing.SinkFixture;
import io.tidegauge.processor.topology.JavaProcess;
import io.tidegauge.processor.topology.SamplesFeed;
import io.tidegauge.processor.topology.SamplesProgress;
import io.tidegauge.processor.window.LateScenario;
import io.tidegauge.processor.window.Oracle;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Late samples through the whole processor: the task asks, the raw sink stores, the reviser
 * answers, the task passes the answers on, the rollups sink stores them. In the end history has
 * every sample in all four of its windows, once.
 */
class ReviserIT {

  private static final long GRACE = 300_000;

  /** Records of each partition until all is closed. */
  private static final int ON_TIME = 401;

  private static final int LATE = 200;

  /** Longer than what is old here. */
  private static final String LONG = "10000d";

  @TempDir private Path directory;
  private Engines kafka;
  private ClickHouseEndpoint endpoint;
  private ClickHouseClient clickhouse;
  private SamplesFeed feed;
  private SamplesProgress progress;
  private RevisionsTopic revisions;
  private StoredRollups stored;

  @BeforeEach
  void start() throws Exception {
    // The names of the topics are fixed, so each test has a Kafka of its own.
    kafka = EmbeddedEngines.start(EnginesSpec.ephemeral(Engine.KAFKA));
    SamplesFeed.createTopics(kafka.kafkaBootstrapServers());
    endpoint = Isolated.clickhouse(SharedEngines.get(Engine.CLICKHOUSE));
    clickhouse = new ClickHouseClient(SinkFixture.properties(endpoint, Compression.NONE));
    feed =
        new SamplesFeed(
            kafka.kafkaBootstrapServers(),
            partition -> LateScenario.of(815 + partition, ON_TIME - 1, LATE, "p" + partition),
            () -> new Oracle(GRACE, true));
    progress = new SamplesProgress(kafka.kafkaBootstrapServers());
    revisions = new RevisionsTopic(kafka.kafkaBootstrapServers(), feed);
    stored = new StoredRollups(clickhouse, feed);
  }

  @AfterEach
  void stop() {
    progress.close();
    feed.close();
    clickhouse.close();
    kafka.close();
  }

  @Test
  void lateSamplesAreInAllFourWindowsOfHistory() throws Exception {
    try (ConfigurableApplicationContext processor =
        ProcessorApplication.application().run(arguments(LONG))) {
      // Answers come while the larger windows are open, and then when all are closed.
      publishAndAwaitAnswers(0, ON_TIME / 3);
      publishAndAwaitAnswers(ON_TIME / 3, 2 * ON_TIME / 3);
      publishAndAwaitAnswers(2 * ON_TIME / 3, feed.size());

      assertHistoryEqualsOracle();
      Await.until("nothing is left to read", revisions::isReadToItsEnd);
      assertThat(processor.isRunning()).isTrue();
    }
  }

  @Test
  void lateSamplesAreThereOnceWhateverIsKilled() throws Exception {
    Process processor = startProcess();
    try {
      // when the requests are committed and not answered
      publish(0, ON_TIME / 2);
      processor = killAndStartAgain(processor);

      // when the first answers are there and nothing is known of what became of them
      publish(ON_TIME / 2, ON_TIME + LATE / 3);
      int answers = revisions.results().size();
      Await.until("more answers are there", () -> revisions.results().size() > answers);
      processor = killAndStartAgain(processor);

      // when answers, requests and samples are under way, from the first sample that is read again
      feed.publish(ON_TIME + LATE / 3, ON_TIME + 2 * LATE / 3);
      progress.await(ON_TIME + LATE / 3 + 1);
      processor = killAndStartAgain(processor);

      publishAndAwaitAnswers(ON_TIME + 2 * LATE / 3, feed.size());
      assertHistoryEqualsOracle();
    } finally {
      processor.destroyForcibly().waitFor();
    }
  }

  @Test
  void windowsStayAsTheyAreWhereRawSamplesAreGone() throws Exception {
    try (ConfigurableApplicationContext processor =
        ProcessorApplication.application().run(arguments(LONG))) {
      publishAndAwaitAnswers(0, ON_TIME);
      Await.until("all is stored", () -> stored.versions().equals(revisions.written()));
      assertThat(processor.isRunning()).isTrue();
    }
    Map<Oracle.Key, RollupVersion> before = stored.versions();

    // when all raw samples are older than the table keeps them, and more come
    try (ConfigurableApplicationContext processor =
        ProcessorApplication.application().run(arguments("30d"))) {
      Await.until(
          "raw samples are gone",
          () -> clickhouse.execute("SELECT count() FROM samples").strip().equals("0"));
      publish(ON_TIME, feed.size());
      Await.until("all requests are refused", () -> revisions.isRefusedFrom(ON_TIME));
      assertThat(processor.isRunning()).isTrue();
    }

    assertThat(revisions.written()).as("nothing is written over").isEqualTo(before);
  }

  private void publish(int from, int to) throws Exception {
    feed.publish(from, to);
    progress.await(to);
  }

  private void publishAndAwaitAnswers(int from, int to) throws Exception {
    publish(from, to);
    Await.until("all requests are answered, and answers passed on", revisions::isSettled);
  }

  private void assertHistoryEqualsOracle() throws Exception {
    stored.awaitCounts();
    Map<Oracle.Key, Rollup> history = stored.assertEqualsOracle();

    Map<Oracle.Key, RollupVersion> closed = revisions.closed();
    Map<Oracle.Key, RollupVersion> results = revisions.results();
    EnumSet<Window> revised = EnumSet.noneOf(Window.class);
    results.forEach(
        (key, version) -> {
          RollupVersion first = Objects.requireNonNull(closed.get(key), key.toString());
          Rollup inHistory = Objects.requireNonNull(history.get(key), key.toString());
          assertThat(inHistory.version()).as("%s", key).isEqualByComparingTo(version);
          if (first.revision() == 0) {
            revised.add(key.window());
            assertThat(version).as("%s", key).isGreaterThan(first);
          }
        });
    assertThat(revised)
        .as("windows closed once and revised")
        .isEqualTo(EnumSet.allOf(Window.class));
  }

  private Process killAndStartAgain(Process processor) throws Exception {
    processor.destroyForcibly().waitFor();
    return startProcess();
  }

  private Process startProcess() throws Exception {
    return JavaProcess.start(
        ProcessorApplication.class, List.of(arguments(LONG)), "reviser-it.log");
  }

  private String[] arguments(String rawRetention) {
    return ProcessorArguments.of(
        kafka, endpoint, directory.resolve("state"), "--tidegauge.raw-retention=" + rawRetention);
  }
}
