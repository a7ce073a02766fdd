package io.tidegauge.loadtest.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Takes the bytes of a stream of Server-Sent Events (WHATWG HTML, section 9.2) as they come and
 * hands on each event's type and data. Not thread-safe.
 */
public final class SseReader {

  private final BiConsumer<String, String> onEvent;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private String event = "";
  private String id = "";
  private String lastEventId = "";

  /** Events go to {@code onEvent}: type ({@code message} where there is none) and data. */
  public SseReader(BiConsumer<String, String> onEvent) {
    this.onEvent = onEvent;
  }

  /** The next bytes. */
  public void accept(byte[] bytes) {
    for (byte b : bytes) {
      if (b == '\n') {
        endOfLine(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else if (b != '\r') {
        line.write(b);
      }
    }
  }

  /** What a client that comes back gives as {@code Last-Event-ID}; empty before the first one. */
  public String lastEventId() {
    return lastEventId;
  }

  private void endOfLine(String text) {
    if (text.isEmpty()) {
      // Also of an event without data; one that is cut off half-way has not been.
      lastEventId = id;
      if (!data.isEmpty()) {
        onEvent.accept(event.isEmpty() ? "message" : event, data.toString());
      }
      data.setLength(0);
      event = "";
    } else if (text.startsWith("event:")) {
      event = text.substring(6).strip();
    } else if (text.startsWith("id:")) {
      id = text.substring(3).strip();
    } else if (text.startsWith("data:")) {
      data.append(data.isEmpty() ? "" : "\n").append(text.substring(5).stripLeading());
    }
  }
}
