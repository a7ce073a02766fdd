package io.tidegauge.query.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegauge.contract.sse.SseEvent;
import io.tidegauge.contract.sse.SseParser;
import io.tidegauge.query.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames as Server-Sent Events, read as the standard says. */
class FrameTest {

  private final List<SseEvent> events = new ArrayList<>();
  private final SseParser parser = new SseParser("p0", events::add, retry -> {});

  @Test
  void aFrameIsOneEventWithItsPositionWhateverIsInItsText() {
    String awkward = "a\nb\r\nc\rdata: x\n\nid: 7\n\u0000\u0085\u2028\u2029\ufeff𝄞";
    byte[] body =
        Json.bytes(
            json -> json.writeStartObject().writeStringProperty("host", awkward).writeEndObject());

    parser.accept(new Frame(Frame.Event.SNAPSHOT, "p1", body).sse());
    parser.accept(new Frame(Frame.Event.UPDATE, "p2", body).sse());

    String text = new String(body, UTF_8);
    assertThat(events)
        .containsExactly(new SseEvent("snapshot", text, "p1"), new SseEvent("update", text, "p2"));
  }

  @Test
  void aHeartbeatIsNoEventAndItsPositionCounts() {
    parser.accept(Frame.HEARTBEAT.sse());
    assertThat(parser.lastEventId()).isEqualTo("p0");
    parser.accept(new Frame(Frame.Event.HEARTBEAT, "p3", new byte[0]).sse());

    assertThat(events).isEmpty();
    assertThat(parser.lastEventId()).isEqualTo("p3");
  }

  /** Who is cut off between the two must not come back with nothing. */
  @Test
  void aResetLeavesThePositionAsItIs() {
    parser.accept(Frame.RESET.sse());

    assertThat(events).extracting(SseEvent::type).containsExactly("reset");
    assertThat(parser.lastEventId()).isEqualTo("p0");
  }
}
