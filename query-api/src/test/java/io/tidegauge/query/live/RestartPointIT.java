package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Rollup.State;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.topic.Topics;
import io.tidegauge.contract.window.Window;
import io.tidegauge.engines.Engine;
import io.tidegauge.engines.Engines;
import io.tidegauge.engines.EnginesSpec;
import io.tidegauge.engines.embedded.EmbeddedEngines;
import io.tidegauge.query.config.InstallationProperties;
import io.tidegauge.query.metadata.SeenServers;
import io.tidegauge.query.support.Limits;
import io.tidegauge.query.support.LiveTopic;
import io.tidegauge.query.support.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.FluxSink;

/** A node that starts reads from where another one said, and knows what the other one knew. */
class RestartPointIT {

  private static final String TENANT = "restart";
  private static final long T = Window.H1.start(1_800_000_000_000L);
  private static final TopicPartition LIVE = new TopicPartition(Topics.LIVE, 0);

  @Test
  void aNodeThatStartsBeginsThere() throws Exception {
    try (Engines engines = EmbeddedEngines.start(EnginesSpec.ephemeral(Engine.KAFKA));
        Admin admin =
            Admin.create(
                Map.<String, Object>of("bootstrap.servers", engines.kafkaBootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(Topics.LIVE, 1, (short) 1))).all().get();
      LiveTopic topic = new LiveTopic(engines.kafkaBootstrapServers());
      topic.writeRaw(0, new byte[] {1, 2, 3}); // whoever reads it counts it
      topic.writeRaw(0, null);
      topic.write(0, batch("first", 1));

      Node before = new Node(engines);
      assertThat(before.malformed()).isEqualTo(2);
      OffsetAndMetadata kept = await().until(() -> kept(admin), Objects::nonNull);
      assertThat(kept.offset()).isEqualTo(2);
      before.feed.stop();

      topic.write(0, batch("second", 2));
      Node after = new Node(engines);
      assertThat(after.malformed()).isZero();
      assertThat(after.knows("first")).isTrue();
      assertThat(after.knows("second")).isTrue();
      after.feed.stop();

      String tag = kept.metadata();
      assertThat(point(admin, tag).read()).containsOnlyKeys(LIVE);
      assertThat(point(admin, "of-another-topic").read()).isEmpty();
    }
  }

  @Test
  void whoFollowsATopicThatIsMadeAnewIsTold() throws Exception {
    try (Engines engines = EmbeddedEngines.start(EnginesSpec.ephemeral(Engine.KAFKA));
        Admin admin =
            Admin.create(
                Map.<String, Object>of("bootstrap.servers", engines.kafkaBootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(Topics.LIVE, 1, (short) 1))).all().get();
      LiveTopic topic = new LiveTopic(engines.kafkaBootstrapServers());
      for (int i = 1; i <= 3; i++) {
        topic.write(0, batch("first", i));
      }
      Node node = new Node(engines);
      Feed feed = new Feed(node.feed, Limits.live(100, 64, 10), new SimpleMeterRegistry());
      List<Frame> frames = new CopyOnWriteArrayList<>();
      List<String> threads = new CopyOnWriteArrayList<>();
      Disposable open =
          feed.admit(TENANT, new Subscription.Request(LiveFilter.ALL, false, null, 10))
              .doOnNext(admitted -> threads.add(Thread.currentThread().getName()))
              .flatMapMany(
                  admitted ->
                      admitted.frames(
                          FluxSink.OverflowStrategy.BUFFER,
                          sink -> new SinkOutlet(sink, new Connection())))
              .subscribe(frames::add);
      await().until(() -> frames.size() == 1);
      assertThat(threads).as("where what fits is counted").allMatch(t -> t.startsWith("live-send"));
      assertThat(node.applied()).isEqualTo(3);

      admin.deleteTopics(List.of(Topics.LIVE)).all().get();
      await()
          .ignoreExceptions() // it is still being deleted
          .until(
              () -> {
                admin.createTopics(List.of(new NewTopic(Topics.LIVE, 1, (short) 1))).all().get();
                return true;
              });
      new LiveTopic(engines.kafkaBootstrapServers()).write(0, batch("second", 1));

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> new String(frames.getLast().body(), StandardCharsets.UTF_8).contains("second"));
      assertThat(frames)
          .extracting(Frame::event)
          .startsWith(Frame.Event.SNAPSHOT, Frame.Event.RESET, Frame.Event.SNAPSHOT);
      assertThat(node.applied()).as("by the state that is there now").isOne();
      open.dispose();
      node.feed.stop();
      feed.destroy();
    }
  }

  private static RestartPoint point(Admin admin, String tag) {
    return new RestartPoint(admin, tag, List.of(LIVE));
  }

  private static @Nullable OffsetAndMetadata kept(Admin admin) throws Exception {
    return admin
        .listConsumerGroupOffsets(RestartPoint.GROUP)
        .partitionsToOffsetAndMetadata()
        .get()
        .get(LIVE);
  }

  private static Labels labels(String host) {
    return Labels.of("load", "host", host);
  }

  private static LiveBatch batch(String host, int offset) {
    LiveSeries series =
        Samples.gauge(
            TENANT,
            labels(host),
            offset,
            T,
            offset,
            Samples.rollup(Window.M5, T, offset, State.PROVISIONAL, offset));
    return new LiveBatch(TENANT, 1, offset, T, LiveBatch.UNKNOWN, List.of(series));
  }

  private static final class Node {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LiveFeed feed;

    private Node(Engines engines) {
      feed =
          new LiveFeed(
              new InstallationProperties(
                  new InstallationProperties.Kafka(engines.kafkaBootstrapServers()),
                  Duration.ofMinutes(5),
                  new InstallationProperties.Clock(Duration.ZERO, 1, Instant.EPOCH)),
              Limits.live(100, 64, 10),
              new SeenServers(meters),
              meters);
      feed.start();
      feed.whenReady().block(Duration.ofSeconds(30));
    }

    private LiveState state() {
      return Objects.requireNonNull(feed.ready());
    }

    private double applied() {
      return meters
          .get("tidegauge.query.live.entries")
          .tag("outcome", "applied")
          .functionCounter()
          .count();
    }

    private double malformed() {
      return meters.get("tidegauge.query.live.malformed").counter().count();
    }

    private boolean knows(String host) {
      TenantState tenant = state().tenant(TENANT);
      return tenant != null && tenant.series(Samples.id(TENANT, labels(host))) != null;
    }
  }
}
