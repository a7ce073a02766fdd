package io.tidegauge.contract.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads an event stream, byte by byte as it comes, by WHATWG HTML, sections 9.2.5 and 9.2.6. An
 * event that the stream ends in is not dispatched. Of one connection; not thread-safe.
 */
public final class SseParser {

  /** An event may have so many bytes. */
  static final int LARGEST = 32 << 20;

  private static final int FIRST_LINE = 1 << 10;

  /** What is kept for the next line or event; a snapshot is larger than what follows. */
  private static final int KEPT = 1 << 20;

  private static final String BOM = "\ufeff";

  private final Consumer<SseEvent> events;
  private final LongConsumer retry;
  private final StringBuilder data = new StringBuilder();
  private byte[] line = new byte[FIRST_LINE];
  private int lineLength;
  private String type = "";
  private String id;
  private String lastEventId;
  private boolean first = true;
  private boolean afterCarriageReturn;

  /**
   * A parser of a new connection.
   *
   * @param lastEventId from the connection before, which stays until the stream gives another, as
   *     browsers have it; empty at first
   * @param events is given each event
   * @param retry is given the reconnection time, in ms, when the stream sets it
   */
  public SseParser(String lastEventId, Consumer<SseEvent> events, LongConsumer retry) {
    this.id = lastEventId;
    this.lastEventId = lastEventId;
    this.events = events;
    this.retry = retry;
  }

  /** Takes all of some bytes, as {@link #accept(byte[], int)} does. */
  public void accept(byte[] bytes) {
    accept(bytes, bytes.length);
  }

  /**
   * Takes the next bytes.
   *
   * @throws EventTooLargeException where a line or an event is larger than 32 MiB
   */
  public void accept(byte[] bytes, int length) {
    int from = 0;
    for (int i = 0; i < length; i++) {
      byte at = bytes[i];
      if (at == '\n' && afterCarriageReturn) {
        from = i + 1; // the rest of a CRLF
      } else if (at == '\n' || at == '\r') {
        take(bytes, from, i);
        endLine();
        from = i + 1;
      }
      afterCarriageReturn = at == '\r';
    }
    take(bytes, from, length);
  }

  private void take(byte[] bytes, int from, int to) {
    int length = lineLength + to - from;
    if (length + data.length() > LARGEST) {
      throw new EventTooLargeException();
    }
    if (length > line.length) {
      line = Arrays.copyOf(line, Math.max(length, 2 * line.length));
    }
    System.arraycopy(bytes, from, line, lineLength, to - from);
    lineLength = length;
  }

  private void endLine() {
    String text = new String(line, 0, lineLength, StandardCharsets.UTF_8);
    lineLength = 0;
    if (line.length > KEPT) {
      line = new byte[FIRST_LINE];
    }
    if (first && text.startsWith(BOM)) {
      text = text.substring(1);
    }
    first = false;
    if (text.isEmpty()) {
      dispatch();
      return;
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      field(text, "");
    } else if (colon > 0) {
      int value = colon + (text.startsWith(" ", colon + 1) ? 2 : 1);
      field(text.substring(0, colon), text.substring(value));
    }
  }

  private void field(String name, String value) {
    switch (name) {
      case "event" -> type = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> {
        if (value.indexOf('\0') < 0) {
          id = value;
        }
      }
      case "retry" -> {
        // A longer one than fits a long is not meant.
        if (value.matches("[0-9]{1,18}")) {
          retry.accept(Long.parseLong(value));
        }
      }
      default -> {
        // Ignored, as the standard wants it.
      }
    }
  }

  private void dispatch() {
    lastEventId = id;
    if (!data.isEmpty()) {
      data.setLength(data.length() - 1);
      events.accept(new SseEvent(type.isEmpty() ? "message" : type, data.toString(), id));
      data.setLength(0);
      if (data.capacity() > KEPT) {
        data.trimToSize();
      }
    }
    type = "";
  }

  /**
   * What to come back with after this connection. The id of an event without data counts too, that
   * of an event which has not ended does not: its data would be missed.
   */
  public String lastEventId() {
    return lastEventId;
  }

  /** An event that is not to be held in memory. */
  public static final class EventTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EventTooLargeException() {
      super("an event has more than " + (LARGEST >> 20) + " MiB");
    }
  }
}
