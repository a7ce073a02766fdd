package io.tidegauge.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidegauge.query.live.Frame.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where nothing is new, that is said: no more often than it must be, and up to which position. */
class HeartbeatTest {

  private final FollowedState live = new FollowedState();

  @AfterEach
  void close() {
    live.close();
  }

  @Test
  void aHeartbeatMovesThePositionOnWhereNothingIsNew() {
    live.heartbeat(Duration.ofMillis(100));
    FrameReader reader = live.follow();
    reader.frame(0);
    live.apply(live.other("a", 1));
    String now = live.position();

    Frame beat =
        await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> at(reader, now), Optional::isPresent)
            .orElseThrow();

    assertThat(beat.event()).isEqualTo(Event.HEARTBEAT);
    assertThat(new String(beat.sse(), StandardCharsets.US_ASCII)).isEqualTo("id: " + now + "\n\n");
    assertThat(new String(Frame.HEARTBEAT.sse(), StandardCharsets.US_ASCII)).isEqualTo(":\n\n");
  }

  private static Optional<Frame> at(FrameReader reader, String position) {
    return reader.frames().stream().filter(frame -> frame.position().equals(position)).findFirst();
  }

  @Test
  void heartbeatsThatAreMoreFrequentThanUpdatesKeepTheRate() {
    live.heartbeat(Duration.ofMillis(100));
    FrameReader reader = live.followAt(0.1);
    reader.frame(0);
    live.apply(live.load("a", 1));

    reader.frame(8);
    assertThat(reader.failure()).isNull();
    assertThat(reader.frames())
        .extracting(Frame::event)
        .startsWith(Event.SNAPSHOT)
        .doesNotContain(Event.UPDATE);
  }
}
