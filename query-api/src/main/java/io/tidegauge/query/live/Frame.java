package io.tidegauge.query.live;

import io.tidegauge.query.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription sends; the same one may go to many. Immutable, but for what is made of it
 * when it is first wanted. Thread-safe.
 */
final class Frame {

  /** Nothing to tell, but the connection lives. */
  static final Frame HEARTBEAT = new Frame(Event.HEARTBEAT, "", new byte[0]);

  /** What the subscriber knows may be wrong; a snapshot follows. */
  static final Frame RESET =
      new Frame(
          Event.RESET,
          "",
          Json.bytes(
              json ->
                  json.writeStartObject()
                      .writeStringProperty(
                          "reason", "the position is not known any more; a snapshot follows")
                      .writeEndObject()));

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Event event;
  private final String position;
  private final byte[] body;
  private volatile byte @Nullable [] sse;

  /**
   * A frame.
   *
   * @param position what the subscriber gives back to go on from here; empty where it may not
   * @param body JSON, one line of UTF-8
   */
  Frame(Event event, String position, byte[] body) {
    this.event = event;
    this.position = position;
    this.body = body;
  }

  /** Names of events. */
  enum Event {
    SNAPSHOT,
    UPDATE,
    RESET,
    /** Nothing is new, up to the position where there is one. */
    HEARTBEAT;

    private final String text = name().toLowerCase(Locale.ROOT);

    String text() {
      return text;
    }
  }

  Event event() {
    return event;
  }

  String position() {
    return position;
  }

  /** Not to be changed. */
  byte[] body() {
    return body;
  }

  /** As a Server-Sent Event (WHATWG HTML, section 9.2); made once. Not to be changed. */
  byte[] sse() {
    byte[] made = sse;
    if (made == null) {
      made = event == Event.HEARTBEAT ? heartbeat() : encode();
      sse = made;
    }
    return made;
  }

  /** An id alone is no event for a page, but it is what the browser comes back with. */
  private byte[] heartbeat() {
    return position.isEmpty()
        ? COMMENT
        : ("id: " + position + "\n\n").getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] encode() {
    String head =
        (position.isEmpty() ? "" : "id: " + position + "\n")
            + "event: "
            + event.text()
            + "\ndata: ";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[start.length + body.length + 2];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    whole[whole.length - 2] = '\n';
    whole[whole.length - 1] = '\n';
    return whole;
  }
}
