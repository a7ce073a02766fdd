package io.tidegauge.loadtest.peers;

import java.nio.ByteBuffer;
import java.time.Duration;

/** How a window is written, by every peer alike; all numbers big-endian. */
public final class WindowRecord {

  private WindowRecord() {}

  /** Key: series (8 bytes), length in minutes (4), start in ms since the epoch (8). */
  public static byte[] key(long series, Duration length, long start) {
    return ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
        .putLong(series)
        .putInt((int) length.toMinutes())
        .putLong(start)
        .array();
  }

  /** Value: count (8 bytes), sum, least, largest and last (8 each). */
  public static byte[] value(long count, double sum, double least, double largest, double last) {
    return ByteBuffer.allocate(5 * Long.BYTES)
        .putLong(count)
        .putDouble(sum)
        .putDouble(least)
        .putDouble(largest)
        .putDouble(last)
        .array();
  }
}
