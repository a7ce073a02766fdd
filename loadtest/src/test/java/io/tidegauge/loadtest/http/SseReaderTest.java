package io.tidegauge.loadtest.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseReaderTest {

  @Test
  void eventsAreReadHoweverTheBytesAreCut() {
    byte[] stream =
        ("retry: 1000\n\n:\n\nid: 1\nevent: update\ndata: {\"a\":\"λ\"}\n\n"
                + "data: x\r\ndata: y\r\n\r\nevent: end\n\n")
            .getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= stream.length; size++) {
      List<String> events = new ArrayList<>();
      SseReader reader = new SseReader((type, data) -> events.add(type + "|" + data));
      for (int from = 0; from < stream.length; from += size) {
        reader.accept(
            java.util.Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size)));
      }
      assertThat(events).containsExactly("update|{\"a\":\"λ\"}", "message|x\ny");
    }
  }

  @Test
  void anIdCountsFromTheEndOfItsEventAndWithoutDataToo() {
    List<String> events = new ArrayList<>();
    SseReader reader = new SseReader((type, data) -> events.add(data));

    reader.accept("id: 1\ndata: x\n".getBytes(StandardCharsets.UTF_8));
    assertThat(reader.lastEventId()).as("a cut here must not lose x").isEmpty();
    reader.accept("\n".getBytes(StandardCharsets.UTF_8));
    assertThat(reader.lastEventId()).isEqualTo("1");
    reader.accept("id: 2\n\n".getBytes(StandardCharsets.UTF_8));
    assertThat(reader.lastEventId()).isEqualTo("2");
    assertThat(events).containsExactly("x");
  }
}
