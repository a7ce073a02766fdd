package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A reader who does not take what there is gets the newest later, and is told how long it lagged.
 */
class SlowSubscriptionTest {

  private final FollowedState live = new FollowedState();
  private final Connection connection = new Connection();

  @AfterEach
  void close() {
    live.close();
  }

  private static void nothingFollowsFor(Duration time, FrameReader reader) {
    int now = reader.frames().size();
    await().during(time).atMost(Duration.ofSeconds(5)).until(() -> reader.frames().size() == now);
  }

  @Test
  void aReaderThatDoesNotAskGetsTheNewestLater() {
    FrameReader reader = live.followAsking(1);
    reader.frame(0);
    for (int i = 1; i <= 20; i++) {
      live.apply(live.load("a", i));
    }
    reader.request(1);

    assertThat(reader.values(1)).containsExactly(20.0);
    assertThat(reader.frames()).hasSize(2);
  }

  @Test
  void nothingIsWrittenToAConnectionThatTakesNothing() {
    FrameReader reader = live.follow(connection);
    reader.frame(0);
    connection.takesMore(false);
    live.apply(live.load("a", 1));
    nothingFollowsFor(Duration.ofMillis(300), reader);
    live.apply(live.load("a", 2));
    connection.takesMore(true);

    assertThat(reader.values(1)).containsExactly(2.0);
  }

  @Test
  void aChangeBeforeTheFirstFrameDoesNotHideTheNextOne() {
    live.apply(live.load("a", 1));
    connection.takesMore(false);
    FrameReader reader = live.follow(connection);
    await().until(() -> live.subscribers().count() == 1);
    live.apply(live.load("a", 2));
    connection.takesMore(true);
    assertThat(reader.values(0)).containsExactly(2.0);

    live.apply(live.load("a", 3));

    assertThat(reader.values(1)).containsExactly(3.0);
  }

  @Test
  void moreChangesThanAreRememberedAreFoundByComparing() {
    FrameReader reader = live.followAsking(1);
    reader.frame(0);
    for (int i = 0; i < 10; i++) {
      live.apply(live.load("host-" + i, i));
    }
    live.apply(live.load("host-0", 100));
    reader.request(1);

    assertThat(reader.values(1))
        .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 100.0);
  }

  @Test
  void whoDoesNotReadIsToldHowLongItLagged() {
    FrameReader reader = live.follow(connection);
    assertThat(reader.body(0).has("lag")).isFalse();
    connection.takesMore(false);
    live.apply(live.load("a", 1));
    nothingFollowsFor(Duration.ofMillis(400), reader);
    connection.takesMore(true);

    assertThat(reader.body(1).path("lag").asDouble()).isGreaterThan(0.2);
    live.apply(live.load("a", 2));
    assertThat(reader.body(2).has("lag")).isFalse();
  }

  @Test
  void aReaderWhoTakesNothingForLongIsGivenUp() {
    live.heartbeat(Duration.ofMillis(100));
    FrameReader reader = live.follow(connection);
    reader.frame(0);
    connection.takesMore(false);

    await().atMost(Duration.ofSeconds(10)).until(() -> reader.failure() != null);
    assertThat(reader.failure()).isInstanceOf(StalledException.class);
    assertThat(live.subscribers().count()).isZero();
  }
}
