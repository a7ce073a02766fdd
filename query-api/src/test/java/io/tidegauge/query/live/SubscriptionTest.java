package io.tidegauge.query.live;

import static io.tidegauge.query.support.Samples.ended;
import static io.tidegauge.query.support.Samples.gauge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.rollup.Rollup;
import io.tidegauge.contract.rollup.RollupVersion;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.contract.window.Window;
import io.tidegauge.query.config.LiveProperties;
import io.tidegauge.query.live.Frame.Event;
import io.tidegauge.query.support.Limits;
import io.tidegauge.query.support.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SubscriptionTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TENANT = "t";
  private static final long T = 1_800_000_000_000L;
  private static final LiveFilter LOAD =
      new LiveFilter(Set.of("load"), List.of(), Set.of(), Set.of());

  private final LiveState state =
      new LiveState("tag", 1, Limits.live(100, 8, 2), Duration.ofMinutes(5), (t, s) -> {});
  private final Scheduler scheduler = Schedulers.newBoundedElastic(1, 1000, "test");
  private final Connection connection = new Connection();
  private LiveProperties limits = Limits.live(100, 8, 2);
  private long offset;

  @AfterEach
  void dispose() {
    scheduler.dispose();
  }

  private void apply(LiveSeries... series) {
    state.apply(0, offset, new LiveBatch(TENANT, 1, offset, T, T, List.of(series)));
    offset++;
  }

  private LiveSeries load(String host, double value) {
    return gauge(TENANT, Labels.of("load", "host", host), offset, T + offset, value);
  }

  private final class Reader extends BaseSubscriber<Frame> {
    static final int LEAVES = -1;

    final List<Frame> frames = new CopyOnWriteArrayList<>();
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    final int demand;

    Reader(int demand, @Nullable String since, double maxRate) {
      this.demand = demand;
      new Following(state, TENANT, scheduler)
          .frames(
              new io.tidegauge.query.live.Subscription.Request(
                  LOAD,
                  since != null,
                  since == null ? null : Position.parse(since).orElse(null),
                  maxRate),
              connection,
              limits)
          .subscribe(this);
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      if (demand == LEAVES) {
        cancel();
      } else {
        subscription.request(demand);
      }
    }

    @Override
    protected void hookOnNext(Frame frame) {
      frames.add(frame);
    }

    @Override
    protected void hookOnError(Throwable error) {
      failure.set(error);
    }

    Frame await(int index) {
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> frames.size() > index);
      return frames.get(index);
    }
  }

  private static List<Double> values(Frame frame) {
    return JSON.readTree(frame.body())
        .path("series")
        .valueStream()
        .map(s -> s.path("value").asDouble())
        .sorted()
        .toList();
  }

  @Test
  void aSnapshotThenOnlyWhatChanged() {
    apply(load("a", 1), load("b", 2), gauge(TENANT, Labels.of("other"), offset, T, 9));
    Reader reader = new Reader(100, null, 10);
    assertThat(reader.await(0).event()).isEqualTo(Event.SNAPSHOT);
    assertThat(values(reader.frames.getFirst())).containsExactly(1.0, 2.0);

    apply(gauge(TENANT, Labels.of("other"), offset, T, 10));
    apply(load("b", 3));

    Frame update = reader.await(1);
    assertThat(update.event()).isEqualTo(Event.UPDATE);
    assertThat(values(update)).containsExactly(3.0);
    assertThat(update.position()).isEqualTo(state.position().toString());
    assertThat(JSON.readTree(update.body()).path("position").asString())
        .isEqualTo(update.position());
  }

  @Test
  void changesBetweenTwoUpdatesAreOne() {
    Reader reader = new Reader(1_000, null, 2);
    reader.await(0);
    for (int i = 1; i <= 50; i++) {
      apply(load("a", i), load("b", -i));
    }

    Frame update = reader.await(1);
    assertThat(values(update)).containsExactly(-50.0, 50.0);
    assertThat(reader.frames).hasSize(2);
  }

  @Test
  void aReaderThatDoesNotAskGetsTheNewestLater() {
    Reader reader = new Reader(1, null, 10);
    reader.await(0);
    for (int i = 1; i <= 20; i++) {
      apply(load("a", i));
    }
    reader.request(1);

    assertThat(values(reader.await(1))).containsExactly(20.0);
    assertThat(reader.frames).hasSize(2);
  }

  @Test
  void nothingIsWrittenToAConnectionThatTakesNothing() {
    Reader reader = new Reader(100, null, 10);
    reader.await(0);
    connection.takesMore(false);
    apply(load("a", 1));
    await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(() -> reader.frames.size() == 1);
    apply(load("a", 2));
    connection.takesMore(true);

    assertThat(values(reader.await(1))).containsExactly(2.0);
  }

  @Test
  void moreChangesThanAreRememberedAreFoundByComparing() {
    Reader reader = new Reader(1, null, 10);
    reader.await(0);
    for (int i = 0; i < 10; i++) {
      apply(load("host-" + i, i));
    }
    apply(load("host-0", 100));
    reader.request(1);

    assertThat(values(reader.await(1)))
        .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 100.0);
  }

  @Test
  void resumesWithWhatIsNewer() {
    apply(load("a", 1), load("b", 2));
    String position = state.position().toString();
    apply(load("b", 3));

    Reader reader = new Reader(100, position, 10);

    assertThat(reader.await(0).event()).isEqualTo(Event.UPDATE);
    assertThat(values(reader.frames.getFirst())).containsExactly(3.0);
  }

  @Test
  void resumesFromAPositionThatThisNodeHasNotReachedWithoutAStepBackwards() {
    apply(load("a", 1));
    Reader reader = new Reader(100, "tag.3", 10);

    assertThat(values(reader.await(0))).isEmpty();
    assertThat(reader.frames.getFirst().position()).isEqualTo("tag.3");
    apply(load("a", 2));
    apply(load("a", 3));
    apply(load("a", 4));
    assertThat(values(reader.await(1))).containsExactly(4.0);
  }

  @Test
  void aPositionOfAnotherTopicIsReset() {
    apply(load("a", 1));
    for (String position : List.of("other.0", "tag.0-0", "nonsense")) {
      Reader reader = new Reader(100, position, 10);
      assertThat(reader.await(0).event()).isEqualTo(Event.RESET);
      assertThat(reader.await(1).event()).isEqualTo(Event.SNAPSHOT);
    }
  }

  @Test
  void aPositionFromBeforeWhatTheTopicStillHasIsReset() {
    state.beginsAt(0, 5);
    offset = 5;
    apply(load("a", 1));

    Reader reader = new Reader(100, "tag.4", 10);
    assertThat(reader.await(0).event()).as("series may have ended unseen").isEqualTo(Event.RESET);
    assertThat(new Reader(100, "tag.5", 10).await(0).event()).isEqualTo(Event.UPDATE);
  }

  @Test
  void endsAreToldOnceAlsoToWhoComesBack() {
    apply(load("a", 1), load("b", 2));
    String before = state.position().toString();
    Reader reader = new Reader(100, null, 10);
    reader.await(0);

    apply(ended(TENANT, Labels.of("load", "host", "a"), offset, T));

    for (Frame frame : List.of(reader.await(1), new Reader(100, before, 10).await(0))) {
      JsonNode series = JSON.readTree(frame.body()).path("series");
      assertThat(series.size()).isEqualTo(1);
      assertThat(series.get(0).path("ended").asBoolean()).isTrue();
      assertThat(series.get(0).path("windows").isEmpty()).isTrue();
    }
  }

  @Test
  void aChangeBeforeTheFirstFrameDoesNotHideTheNextOne() {
    apply(load("a", 1));
    connection.takesMore(false);
    Reader reader = new Reader(100, null, 10);
    await().until(() -> state.tenantForSubscriber(TENANT).subscribers().count() == 1);
    apply(load("a", 2));
    connection.takesMore(true);
    assertThat(values(reader.await(0))).containsExactly(2.0);

    apply(load("a", 3));

    assertThat(values(reader.await(1))).containsExactly(3.0);
  }

  @Test
  void whoDoesNotReadIsToldHowLongItLagged() {
    Reader reader = new Reader(100, null, 10);
    assertThat(JSON.readTree(reader.await(0).body()).has("lag")).isFalse();
    connection.takesMore(false);
    apply(load("a", 1));
    await()
        .during(Duration.ofMillis(400))
        .atMost(Duration.ofSeconds(5))
        .until(() -> reader.frames.size() == 1);
    connection.takesMore(true);

    assertThat(JSON.readTree(reader.await(1).body()).path("lag").asDouble()).isGreaterThan(0.2);
    apply(load("a", 2));
    assertThat(JSON.readTree(reader.await(2).body()).has("lag")).isFalse();
  }

  @Test
  void aHeartbeatMovesThePositionOnWhereNothingIsNew() {
    limits = Limits.live(100, 8, 2, Duration.ofMillis(100));
    Reader reader = new Reader(100, null, 10);
    reader.await(0);
    apply(gauge(TENANT, Labels.of("other"), offset, T, 1));
    String now = state.position().toString();

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> reader.frames.stream().anyMatch(frame -> frame.position().equals(now)));

    Frame beat =
        reader.frames.stream()
            .filter(frame -> frame.position().equals(now))
            .findFirst()
            .orElseThrow();
    assertThat(beat.event()).isEqualTo(Event.HEARTBEAT);
    assertThat(new String(beat.sse(), StandardCharsets.US_ASCII)).isEqualTo("id: " + now + "\n\n");
    assertThat(new String(Frame.HEARTBEAT.sse(), StandardCharsets.US_ASCII)).isEqualTo(":\n\n");
  }

  @Test
  void whoWantsTheSameGetsTheSameFrame() {
    Reader one = new Reader(100, null, 10);
    Reader other = new Reader(100, null, 10);
    one.await(0);
    other.await(0);
    apply(load("a", 1));

    assertThat(one.await(1)).isSameAs(other.await(1));
    assertThat(one.frames.get(1).sse()).isSameAs(other.frames.get(1).sse());
  }

  @Test
  void endsThatAreNotRememberedAnyMoreAreAReset() {
    apply(load("a", 1), load("b", 2), load("c", 3), load("d", 4));
    Reader reader = new Reader(100, null, 10);
    reader.await(0);
    connection.takesMore(false);
    for (String host : List.of("a", "b", "c")) {
      apply(ended(TENANT, Labels.of("load", "host", host), offset, T));
    }
    connection.takesMore(true);

    assertThat(reader.await(1).event()).isEqualTo(Event.RESET);
    assertThat(reader.await(2).event()).isEqualTo(Event.SNAPSHOT);
    assertThat(values(reader.frames.get(2))).containsExactly(4.0);
    apply(load("d", 5));
    assertThat(values(reader.await(3))).containsExactly(5.0);
  }

  @Test
  void endsOfOthersThatAreNotRememberedAnyMoreAreNoReset() {
    for (String host : List.of("a", "b", "c")) {
      apply(gauge(TENANT, Labels.of("other", "host", host), offset, T, 1));
    }
    Reader reader = new Reader(100, null, 10);
    reader.await(0);
    for (String host : List.of("a", "b", "c")) {
      apply(ended(TENANT, Labels.of("other", "host", host), offset, T));
    }
    apply(load("a", 1));

    assertThat(reader.await(1).event()).isEqualTo(Event.UPDATE);
    assertThat(values(reader.frames.get(1))).containsExactly(1.0);
  }

  @Test
  void heartbeatsThatAreMoreFrequentThanUpdatesKeepTheRate() {
    limits = Limits.live(100, 8, 2, Duration.ofMillis(100));
    Reader reader = new Reader(1_000, null, 0.1);
    reader.await(0);
    apply(load("a", 1));

    reader.await(8);
    assertThat(reader.failure.get()).isNull();
    assertThat(reader.frames)
        .extracting(Frame::event)
        .startsWith(Event.SNAPSHOT)
        .doesNotContain(Event.UPDATE);
  }

  @Test
  void whoLeavesAsItComesIsForgotten() {
    new Reader(Reader.LEAVES, null, 10);

    assertThat(state.tenantForSubscriber(TENANT).subscribers().count()).isZero();
  }

  @Test
  void aReaderWhoTakesNothingForLongIsGivenUp() {
    limits = Limits.live(100, 8, 2, Duration.ofMillis(100));
    Reader reader = new Reader(100, null, 10);
    reader.await(0);
    connection.takesMore(false);

    await().atMost(Duration.ofSeconds(10)).until(() -> reader.failure.get() != null);
    assertThat(reader.failure.get()).isInstanceOf(StalledException.class);
    assertThat(state.tenantForSubscriber(TENANT).subscribers().count()).isZero();
  }

  @Test
  void aClosedWindowThatWasComputedAgainIsToldOnceAndToWhoComesBack() {
    apply(load("a", 1));
    String before = state.position().toString();
    Reader reader = new Reader(100, null, 10);
    assertThat(JSON.readTree(reader.await(0).body()).findValues("revised")).isEmpty();
    long closed = Window.M5.start(T) - 10 * Window.M5.millis();
    Rollup revised =
        new Rollup(
            Window.M5,
            closed,
            new RollupVersion(1, offset, 1),
            Rollup.State.FINAL,
            Samples.aggregate(false, closed, 1, 2, 3));

    apply(gauge(TENANT, Labels.of("load", "host", "a"), offset, T + 1, 2, revised));
    Frame update = reader.await(1);
    apply(load("a", 3));

    assertThat(reader.await(2).position()).isEqualTo(state.position().toString());
    assertThat(JSON.readTree(reader.frames.get(2).body()).findValues("revised")).isEmpty();
    for (Frame frame : List.of(update, new Reader(100, before, 10).await(0))) {
      JsonNode told = JSON.readTree(frame.body()).at("/series/0/revised");
      assertThat(told.size()).isOne();
      assertThat(told.get(0).path("window").asString()).isEqualTo("5m");
      assertThat(told.get(0).path("count").asLong()).isEqualTo(3);
    }
    assertThat(JSON.readTree(new Reader(100, null, 10).await(0).body()).findValues("revised"))
        .isEmpty();
  }
}
