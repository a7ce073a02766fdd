package io.tidegauge.query.live;

import static io.tidegauge.query.support.Samples.gauge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.contract.live.LiveBatch;
import io.tidegauge.contract.live.LiveSeries;
import io.tidegauge.contract.series.Labels;
import io.tidegauge.query.live.Frame.Event;
import io.tidegauge.query.support.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** What subscribers of one feed have of one another, and what a slow one costs the others. */
class AudienceTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TENANT = "t";
  private static final long T = 1_800_000_000_000L;
  private static final int FAST = 10;
  private static final LiveFilter LOAD =
      new LiveFilter(Set.of("load"), List.of(), Set.of(), Set.of());

  private final LiveState state =
      new LiveState("tag", 1, Limits.live(100, 8, 2), Duration.ofMinutes(5), (t, s) -> {});
  private final Scheduler scheduler = Schedulers.newBoundedElastic(1, 1000, "test");
  private final List<Disposable> open = new ArrayList<>();
  private long offset;

  @AfterEach
  void dispose() {
    open.forEach(Disposable::dispose);
    scheduler.dispose();
  }

  private void apply(String host, double value) {
    LiveSeries series = gauge(TENANT, Labels.of("load", "host", host), offset, T + offset, value);
    state.apply(0, offset, new LiveBatch(TENANT, 1, offset, T, T, List.of(series)));
    offset++;
  }

  private List<Frame> follow(Connection connection, double maxRate) {
    List<Frame> frames = new CopyOnWriteArrayList<>();
    Disposable reading =
        new Following(state, TENANT, scheduler)
            .frames(
                new Subscription.Request(LOAD, false, null, maxRate),
                connection,
                Limits.live(100, 8, 2))
            .subscribe(frames::add);
    open.add(reading);
    return frames;
  }

  private static Frame frame(List<Frame> frames, int index) {
    await().atMost(Duration.ofSeconds(10)).until(() -> frames.size() > index);
    return frames.get(index);
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
  void aSlowOneCostsNothingWhileItCannotBeWrittenTo() {
    Connection stuck = new Connection();
    List<Frame> slow = follow(stuck, FAST);
    List<Frame> fast = follow(new Connection(), FAST);
    frame(slow, 0);
    frame(fast, 0);
    stuck.takesMore(false);
    apply("a", 1);
    frame(fast, 1);
    apply("a", 2);
    frame(fast, 2);
    int asked = stuck.asked();

    for (int i = 3; i <= 6; i++) {
      apply("a", i);
      assertThat(values(frame(fast, i))).containsExactly((double) i);
    }

    assertThat(slow).hasSize(1);
    assertThat(stuck.asked()).as("it is not even looked at").isEqualTo(asked);
  }

  @Test
  void whoFellBehindIsToldTheNewestAndIsInStepAgain() {
    Connection stuck = new Connection();
    List<Frame> slow = follow(stuck, FAST);
    List<Frame> fast = follow(new Connection(), FAST);
    frame(slow, 0);
    frame(fast, 0);
    stuck.takesMore(false);
    apply("a", 1);
    frame(fast, 1);
    apply("b", 2);
    frame(fast, 2);
    apply("a", 3);
    frame(fast, 3);

    stuck.takesMore(true);

    Frame all = frame(slow, 1);
    assertThat(values(all)).containsExactly(2.0, 3.0);
    assertThat(all.position()).isEqualTo(state.position().toString());
    apply("a", 4);
    assertThat(frame(slow, 2)).isSameAs(frame(fast, 4));
  }

  @Test
  void whoComesBetweenTwoUpdatesGetsAllAtOnceAndThenWhatTheOthersGet() {
    apply("a", 1);
    List<Frame> early = follow(new Connection(), 0.5);
    assertThat(values(frame(early, 0))).containsExactly(1.0);
    apply("a", 2);
    List<Frame> late = follow(new Connection(), 0.5);
    Frame first = frame(late, 0);
    assertThat(first.event()).isEqualTo(Event.SNAPSHOT);
    assertThat(values(first)).containsExactly(2.0);
    assertThat(early).as("its time has not come").hasSize(1);

    apply("b", 3);

    assertThat(values(frame(early, 1))).containsExactly(2.0, 3.0);
    assertThat(values(frame(late, 1))).as("what it has not been told").containsExactly(3.0);
    assertThat(late.get(1).position()).isEqualTo(early.get(1).position());
    apply("b", 4);
    assertThat(frame(late, 2)).isSameAs(frame(early, 2));
  }

  @Test
  void anAudienceIsThereAsLongAsSomebodyIs() {
    Subscribers subscribers = state.tenantForSubscriber(TENANT).subscribers();
    List<Frame> one = follow(new Connection(), FAST);
    List<Frame> other = follow(new Connection(), FAST);
    frame(one, 0);
    frame(other, 0);
    assertThat(subscribers.count()).isEqualTo(2);

    open.getFirst().dispose();
    apply("a", 1);
    assertThat(values(frame(other, 1))).containsExactly(1.0);
    open.get(1).dispose();
    assertThat(subscribers.count()).isZero();

    List<Frame> next = follow(new Connection(), FAST);
    assertThat(values(frame(next, 0))).containsExactly(1.0);
    assertThat(one).hasSize(1);
  }
}
