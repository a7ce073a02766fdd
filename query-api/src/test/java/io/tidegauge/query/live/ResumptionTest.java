package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.query.live.Frame.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever comes back with a position gets what is newer, or a reset where that is not known. */
class ResumptionTest {

  private final FollowedState live = new FollowedState();

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void resumesWithWhatIsNewer() {
    live.apply(live.load("a", 1), live.load("b", 2));
    String position = live.position();
    live.apply(live.load("b", 3));

    FrameReader reader = live.resume(position);

    assertThat(reader.frame(0).event()).isEqualTo(Event.UPDATE);
    assertThat(reader.values(0)).containsExactly(3.0);
  }

  @Test
  void resumesFromAPositionThatThisNodeHasNotReachedWithoutAStepBackwards() {
    live.apply(live.load("a", 1));
    FrameReader reader = live.resume("tag.3");

    assertThat(reader.values(0)).isEmpty();
    assertThat(reader.frame(0).position()).isEqualTo("tag.3");
    live.apply(live.load("a", 2));
    live.apply(live.load("a", 3));
    live.apply(live.load("a", 4));
    assertThat(reader.values(1)).containsExactly(4.0);
  }

  @Test
  void aPositionOfAnotherTopicIsReset() {
    live.apply(live.load("a", 1));
    for (String position : List.of("other.0", "tag.0-0", "nonsense")) {
      FrameReader reader = live.resume(position);
      assertThat(reader.frame(0).event()).isEqualTo(Event.RESET);
      assertThat(reader.frame(1).event()).isEqualTo(Event.SNAPSHOT);
    }
  }

  @Test
  void aPositionFromBeforeWhatTheTopicStillHasIsReset() {
    live.beginsAt(5);
    live.apply(live.load("a", 1));

    assertThat(live.resume("tag.4").frame(0).event())
        .as("series may have ended unseen")
        .isEqualTo(Event.RESET);
    assertThat(live.resume("tag.5").frame(0).event()).isEqualTo(Event.UPDATE);
  }
}
