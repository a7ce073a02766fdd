package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.query.live.Frame.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What subscribers of one feed have of one another, and what a slow one costs the others. */
class AudienceTest {

  private final FollowedState live = new FollowedState();

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void aSlowOneCostsNothingWhileItCannotBeWrittenToAndIsInStepAgainOnceItCan() {
    Connection connection = new Connection();
    FrameReader slow = live.follow(connection);
    FrameReader fast = live.follow();
    slow.frame(0);
    fast.frame(0);
    connection.takesMore(false);
    live.apply(live.load("a", 1));
    fast.frame(1);
    live.apply(live.load("b", 2));
    fast.frame(2);
    int asked = connection.asked();

    for (int i = 3; i <= 6; i++) {
      live.apply(live.load("a", i));
      assertThat(fast.values(i)).containsExactly((double) i);
    }

    assertThat(slow.frames()).hasSize(1);
    assertThat(connection.asked()).as("it is not even looked at").isEqualTo(asked);
    connection.takesMore(true);
    assertThat(slow.values(1)).as("the newest of all").containsExactly(2.0, 6.0);
    assertThat(slow.frame(1).position()).isEqualTo(live.position());
    live.apply(live.load("a", 7));
    assertThat(slow.frame(2)).isSameAs(fast.frame(7));
  }

  @Test
  void whoComesBetweenTwoUpdatesGetsAllAtOnceAndThenWhatTheOthersGet() {
    live.apply(live.load("a", 1));
    FrameReader early = live.followAt(0.5);
    assertThat(early.values(0)).containsExactly(1.0);
    live.apply(live.load("a", 2));
    FrameReader late = live.followAt(0.5);
    assertThat(late.frame(0).event()).isEqualTo(Event.SNAPSHOT);
    assertThat(late.values(0)).containsExactly(2.0);
    assertThat(early.frames()).as("its time has not come").hasSize(1);

    live.apply(live.load("b", 3));

    assertThat(early.values(1)).containsExactly(2.0, 3.0);
    assertThat(late.values(1)).as("what it has not been told").containsExactly(3.0);
    assertThat(late.frame(1).position()).isEqualTo(early.frame(1).position());
    live.apply(live.load("b", 4));
    assertThat(late.frame(2)).isSameAs(early.frame(2));
  }

  @Test
  void anAudienceIsThereAsLongAsSomebodyIs() {
    FrameReader one = live.follow();
    FrameReader other = live.follow();
    one.frame(0);
    other.frame(0);
    assertThat(live.subscribers().count()).isEqualTo(2);

    one.cancel();
    live.apply(live.load("a", 1));
    assertThat(other.values(1)).containsExactly(1.0);
    other.cancel();
    assertThat(live.subscribers().count()).isZero();

    FrameReader next = live.follow();
    assertThat(next.values(0)).containsExactly(1.0);
    assertThat(one.frames()).hasSize(1);
  }
}
