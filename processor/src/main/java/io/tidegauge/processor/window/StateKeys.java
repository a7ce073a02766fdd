package io.tidegauge.processor.window;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The keys of the changelog: a tag, then what it is about (big-endian). */
final class StateKeys {

  /** Tenant, kind and labels of a series. */
  static final byte HEAD = 'S';

  /** All closed children of the open 15m (level 0), 1h or 24h window of a series; read only. */
  static final byte BASE = 'B';

  /** A closed child of the open 15m (level 0), 1h or 24h window of a series. */
  static final byte CHILD = 'C';

  /** An open 5m window of a series: all of it, or its first samples. */
  static final byte WINDOW = 'W';

  /** Further samples of an open 5m window, from one of them on. */
  static final byte FURTHER = 'F';

  /** A tenant's watermark. */
  static final byte TENANT = 'T';

  /** Batches of a producer of observations. */
  static final byte PRODUCER = 'P';

  /** Offset of the last record. */
  static final byte POSITION = 'O';

  private StateKeys() {}

  static byte[] head(long high, long low) {
    return ByteBuffer.allocate(17).put(HEAD).putLong(high).putLong(low).array();
  }

  static byte[] base(long high, long low, int level) {
    return ByteBuffer.allocate(18).put(BASE).putLong(high).putLong(low).put((byte) level).array();
  }

  static byte[] child(long high, long low, int level, long start) {
    return ByteBuffer.allocate(26)
        .put(CHILD)
        .putLong(high)
        .putLong(low)
        .put((byte) level)
        .putLong(start)
        .array();
  }

  static byte[] window(long high, long low, long start) {
    return ByteBuffer.allocate(25).put(WINDOW).putLong(high).putLong(low).putLong(start).array();
  }

  /** Samples of a window from the {@code first} of them on, counted from 0. */
  static byte[] samples(long high, long low, long start, int first) {
    if (first == 0) {
      return window(high, low, start);
    }
    return ByteBuffer.allocate(29)
        .put(FURTHER)
        .putLong(high)
        .putLong(low)
        .putLong(start)
        .putInt(first)
        .array();
  }

  static byte[] tenant(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + text.length).put(TENANT).put(text).array();
  }

  static byte[] producer(String tenant, String producer, long epoch) {
    byte[] owner = tenant.getBytes(StandardCharsets.UTF_8);
    byte[] text = producer.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + 8 + 4 + owner.length + text.length)
        .put(PRODUCER)
        .putLong(epoch)
        .putInt(owner.length)
        .put(owner)
        .put(text)
        .array();
  }

  static byte[] position() {
    return new byte[] {POSITION};
  }
}
