package io.tidegauge.loadtest.chaos.crowd.client;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the values of series in a stream of Server-Sent Events, as the query node writes it,
 * without reading the rest: with ten thousand subscribers in one process a parser would take the
 * time that is measured. A value counts when its event is whole. Not thread-safe.
 */
final class ValueScan {

  private static final byte[] SERIES = ascii("\"labels\":{\"" + Groups.LABEL + "\":\"");
  private static final byte[] VALUE = ascii("\"value\":");
  private static final byte[] UNAVAILABLE = ascii("event: unavailable\n");

  /** An event's name is within so many bytes, behind {@code retry} or {@code id}. */
  private static final int HEAD = 160;

  private static final int FIRST = 4 << 10;
  private static final int LARGEST = 4 << 20;

  private byte[] bytes = new byte[FIRST];
  private int length;

  /** Is told what is found. */
  interface Found {

    /** A series has a value. */
    void value(int series, int value);

    /** The node does not serve the feed. */
    void unavailable();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The next bytes.
   *
   * @throws IllegalStateException where it is not what a query node writes
   */
  void accept(ByteBuf more, Found found) {
    int count = more.readableBytes();
    if (length + count > LARGEST) {
      throw new IllegalStateException("an event of more than " + LARGEST + " bytes");
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    more.readBytes(bytes, length, count);
    int look = Math.max(0, length - 1);
    length += count;
    int begin = 0;
    while (look + 1 < length) {
      if (bytes[look] == '\n' && bytes[look + 1] == '\n') {
        event(begin, look + 1, found);
        begin = look + 2;
        look = begin;
      } else {
        look++;
      }
    }
    System.arraycopy(bytes, begin, bytes, 0, length - begin);
    length -= begin;
  }

  private void event(int begin, int end, Found found) {
    if (indexOf(UNAVAILABLE, begin, Math.min(end, begin + HEAD)) >= 0) {
      found.unavailable();
      return;
    }
    int at = indexOf(SERIES, begin, end);
    while (at >= 0) {
      int value = indexOf(VALUE, at, end);
      if (value < 0) {
        throw new IllegalStateException("a series without a value");
      }
      found.value(number(at + SERIES.length, end), number(value + VALUE.length, end));
      at = indexOf(SERIES, value, end);
    }
  }

  private int number(int begin, int end) {
    int number = 0;
    for (int i = begin; i < end && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }

  private int indexOf(byte[] wanted, int begin, int end) {
    for (int i = begin; i <= end - wanted.length; i++) {
      if (bytes[i] == wanted[0]
          && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
