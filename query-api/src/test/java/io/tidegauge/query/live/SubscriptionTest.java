package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.query.live.Frame.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A snapshot, then what changed, conflated. */
class SubscriptionTest {

  private final FollowedState live = new FollowedState();

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void aSnapshotThenOnlyWhatChanged() {
    live.apply(live.load("a", 1), live.load("b", 2), live.other("a", 9));
    FrameReader reader = live.follow();
    assertThat(reader.frame(0).event()).isEqualTo(Event.SNAPSHOT);
    assertThat(reader.values(0)).containsExactly(1.0, 2.0);

    live.apply(live.other("a", 10));
    live.apply(live.load("b", 3));

    Frame update = reader.frame(1);
    assertThat(update.event()).isEqualTo(Event.UPDATE);
    assertThat(reader.values(1)).containsExactly(3.0);
    assertThat(update.position()).isEqualTo(live.position());
    assertThat(reader.body(1).path("position").asString()).isEqualTo(update.position());
  }

  @Test
  void changesBetweenTwoUpdatesAreOne() {
    FrameReader reader = live.followAt(2);
    reader.frame(0);
    for (int i = 1; i <= 50; i++) {
      live.apply(live.load("a", i), live.load("b", -i));
    }

    assertThat(reader.values(1)).containsExactly(-50.0, 50.0);
    assertThat(reader.frames()).hasSize(2);
  }

  @Test
  void whoWantsTheSameGetsTheSameFrame() {
    FrameReader one = live.follow();
    FrameReader other = live.follow();
    one.frame(0);
    other.frame(0);
    live.apply(live.load("a", 1));

    assertThat(one.frame(1)).isSameAs(other.frame(1));
    assertThat(one.frame(1).sse()).isSameAs(other.frame(1).sse());
  }

  @Test
  void whoLeavesAsItComesIsForgotten() {
    live.followAsking(FrameReader.LEAVES);

    assertThat(live.subscribers().count()).isZero();
  }
}
