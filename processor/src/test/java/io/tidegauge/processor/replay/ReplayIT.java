package io.tidegauge.processor.replay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegauge.contract.topic.Topics;
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
import io.tidegauge.processor.replay.ReplayDifference.Kind;
import io.tidegauge.processor.revise.RevisionsTopic;
import io.tidegauge.processor.revise.StoredRollups;
import io.tidegauge.processor.sink.clickhouse.ClickHouseClient;
import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Compression;
import io.tidegauge.processor.sink.testing.Await;
import io.tidegauge.processor.sink.testing.SinkFixture;
import io.tidegauge.processor.topology.SamplesFeed;
import io.tidegauge.processor.topology.SamplesProgress;
import io.tidegauge.processor.window.LateScenario;
import io.tidegauge.processor.window.Oracle;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** History is damaged, and mended by replays, while the whole processor goes on. */
class ReplayIT {

  private static final long GRACE = 300_000;
  private static final int ON_TIME = 401;
  private static final int LATE = 120;
  private static final ReplayProgress SILENT = new Recorder();

  @TempDir private Path directory;
  private Engines kafka;
  private ClickHouseEndpoint endpoint;
  private ClickHouseClient clickhouse;
  private DamagedHistory history;
  private SamplesFeed feed;
  private SamplesProgress progress;
  private RevisionsTopic revisions;
  private Replay replay;

  /** What a replay says. */
  private static class Recorder implements ReplayProgress {
    final List<String> leftOut = new ArrayList<>();

    @Override
    public void at(String what, long done, long total) {}

    @Override
    public void leftOut(String what) {
      leftOut.add(what);
    }
  }

  /** Dies when it is told of something. */
  private static final class Dying extends Recorder {
    private final String at;
    private int after;

    Dying(String at, int after) {
      this.at = at;
      this.after = after;
    }

    @Override
    public void at(String what, long done, long total) {
      if (what.startsWith(at) && after-- == 0) {
        throw new IllegalStateException("killed");
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    kafka = EmbeddedEngines.start(EnginesSpec.ephemeral(Engine.KAFKA));
    SamplesFeed.createTopics(kafka.kafkaBootstrapServers());
    endpoint = Isolated.clickhouse(SharedEngines.get(Engine.CLICKHOUSE));
    clickhouse = new ClickHouseClient(SinkFixture.properties(endpoint, Compression.NONE));
    history = new DamagedHistory(clickhouse);
    feed =
        new SamplesFeed(
            kafka.kafkaBootstrapServers(),
            partition -> LateScenario.of(61 + partition, ON_TIME - 1, LATE, "p" + partition),
            () -> new Oracle(GRACE, true));
    progress = new SamplesProgress(kafka.kafkaBootstrapServers());
    revisions = new RevisionsTopic(kafka.kafkaBootstrapServers(), feed);
    replay =
        new Replay(
            new ReplaySettings(
                kafka.kafkaBootstrapServers(),
                SinkFixture.properties(endpoint, Compression.NONE),
                "tidegauge-raw-sink",
                "tidegauge-rollups-sink",
                "tidegauge-processor",
                1,
                Duration.ofMillis(GRACE)),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    replay.close();
    progress.close();
    feed.close();
    clickhouse.close();
    kafka.close();
  }

  @Test
  void damageIsFoundAndMendedAtOnceAndNoRevisionIsUndone() throws Exception {
    try (ConfigurableApplicationContext processor =
        ProcessorApplication.application().run(arguments())) {
      publishAndAwaitAnswers(0, ON_TIME + LATE / 2);
      assertThat(differences(computed(request()))).as("of what nobody damaged").isEmpty();
      Map<Window, String> right = history.seen();

      history.damage();
      Map<Window, String> damaged = history.seen();
      long first = replay.begin(request(), SILENT);
      // killed while it computes, and resumed; and started again
      assertThatThrownBy(() -> replay.compute(first, new Dying("computing", 0)))
          .hasMessage("killed");
      replay.compute(first, SILENT);
      assertThat(differences(first))
          .containsExactlyInAnyOrder("5m CHANGES", "5m VANISHES", "15m APPEARS", "24h CHANGES");
      assertThat(differences(computed(request()))).isEqualTo(differences(first));
      assertThat(history.seen()).isEqualTo(damaged);

      // killed when one partition has the mark
      assertThatThrownBy(() -> replay.publish(first, new Dying("publishing the marks", 1)))
          .hasMessage("killed");
      Await.until(
          "the sink has the mark of one partition",
          () -> history.count("SELECT uniqExact(partition) FROM rollup_generations") == 1);
      assertThat(replay.isVisible(first)).isFalse();
      assertThat(history.seen()).isEqualTo(damaged);

      DamagedHistory.Reader reader = history.read();
      replay.publish(first, SILENT);
      replay.awaitVisible(first, Duration.ofSeconds(60), SILENT);
      assertThat(history.seen()).isEqualTo(right);
      replay.move(first);
      Map<Window, ? extends SortedSet<String>> seen = reader.stop();
      for (Window window : Window.values()) {
        assertThat(seen.get(window))
            .isSubsetOf(requireNonNull(damaged.get(window)), requireNonNull(right.get(window)))
            .contains(requireNonNull(right.get(window)));
      }
      replay.drop(first);
      assertThat(history.seen()).isEqualTo(right);
      assertThat(history.count("SELECT count() FROM rollups_5m_replay WHERE generation = " + first))
          .isZero();

      // revisions that come between the computation and the publication stand
      history.damage();
      long second = computed(request());
      publishAndAwaitAnswers(ON_TIME + LATE / 2, feed.size());
      replay.publish(second, SILENT);
      replay.awaitVisible(second, Duration.ofSeconds(60), SILENT);
      replay.move(second);
      replay.drop(second);
      history.deleteVanished();
      StoredRollups stored = new StoredRollups(clickhouse, feed);
      stored.awaitCounts();
      stored.assertEqualsOracle();
      assertThat(processor.isRunning()).isTrue();
    }
  }

  @Test
  void theTopicGivesTheSameAsRawHistoryAndAFilterPartOfIt() throws Exception {
    try (ConfigurableApplicationContext processor =
        ProcessorApplication.application().run(arguments())) {
      publishAndAwaitAnswers(0, feed.size());
      history.damage();
      List<ReplayDifference> all = changes(computed(request()));
      assertThat(all).hasSize(4);
      ReplayRequest fromTopic = daysOf(all, null, null, ReplaySource.TOPIC);

      // killed while it reads the topic, and resumed
      long killed = replay.begin(fromTopic, SILENT);
      assertThatThrownBy(() -> replay.compute(killed, new Dying("reading partition 1", 0)))
          .hasMessage("killed");
      replay.compute(killed, SILENT);
      assertThat(changes(killed)).isEqualTo(all);
      assertThat(history.count("SELECT count() FROM replay_samples")).isZero();

      ReplayDifference one = all.getFirst();
      for (ReplaySource source : ReplaySource.values()) {
        assertThat(changes(computed(daysOf(all, one.tenant(), null, source))))
            .as("%s: of a tenant", source)
            .containsExactlyElementsOf(
                all.stream().filter(each -> each.tenant().equals(one.tenant())).toList());
        assertThat(changes(computed(daysOf(all, null, one.metric(), source))))
            .as("%s: of a metric", source)
            .containsExactlyElementsOf(
                all.stream().filter(each -> each.metric().equals(one.metric())).toList());
        assertThat(changes(computed(daysOf(all, "nobody", null, source)))).isEmpty();
      }

      // raw history is lost, the topic is not
      Map<Window, String> damaged = history.seen();
      clickhouse.execute("TRUNCATE TABLE samples");
      long mended = computed(fromTopic);
      replay.publish(mended, SILENT);
      replay.awaitVisible(mended, Duration.ofSeconds(60), SILENT);
      assertThat(history.seen()).isNotEqualTo(damaged);
      assertThat(differences(computed(fromTopic))).isEmpty();

      deleteRecordsBefore(1);
      assertThatThrownBy(() -> replay.begin(fromTopic, SILENT))
          .isInstanceOf(ReplayException.class)
          .hasMessageContaining("the samples topic has not all records of")
          .hasMessageContaining("--source raw");
      assertThat(processor.isRunning()).isTrue();
    }
  }

  private void deleteRecordsBefore(long offset) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.kafkaBootstrapServers()))) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(Topics.SAMPLES, 0), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  private long computed(ReplayRequest request) throws Exception {
    long id = replay.begin(request, SILENT);
    replay.compute(id, SILENT);
    return id;
  }

  private List<ReplayDifference> changes(long id) throws Exception {
    List<ReplayDifference> changes = new ArrayList<>();
    for (Window window : Window.values()) {
      replay.differences(id, window, changes::add);
    }
    return changes;
  }

  private List<String> differences(long id) throws Exception {
    List<String> differences = new ArrayList<>();
    for (Window window : Window.values()) {
      replay.differences(
          id,
          window,
          each -> {
            if (each.kind() != Kind.STANDS) {
              differences.add(window.label() + " " + each.kind());
            }
          });
    }
    return differences;
  }

  private ReplayRequest request() throws Exception {
    long from = history.count("SELECT toUnixTimestamp64Milli(min(start)) FROM rollups_24h");
    long to = history.count("SELECT toUnixTimestamp64Milli(max(start)) FROM rollups_24h") + 1;
    return new ReplayRequest(from, to, null, null, ReplaySource.RAW);
  }

  /** The days that something differs in. */
  private static ReplayRequest daysOf(
      List<ReplayDifference> all,
      @Nullable String tenant,
      @Nullable String metric,
      ReplaySource source) {
    long from = all.stream().mapToLong(ReplayDifference::start).min().orElseThrow();
    long to = all.stream().mapToLong(ReplayDifference::start).max().orElseThrow() + 1;
    return new ReplayRequest(from, to, tenant, metric, source);
  }

  private void publishAndAwaitAnswers(int from, int to) throws Exception {
    feed.publish(from, to);
    progress.await(to);
    Await.until("all requests are answered, and answers passed on", revisions::isSettled);
  }

  private String[] arguments() {
    return ProcessorArguments.of(
        kafka, endpoint, directory.resolve("state"), "--tidegauge.raw-retention=10000d");
  }
}
