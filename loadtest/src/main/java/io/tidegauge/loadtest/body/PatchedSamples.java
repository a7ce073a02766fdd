package io.tidegauge.loadtest.body;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Samples in an encoded Remote-Write request, one of each of its series: each step writes over
 * values and timestamps where they are, so that a request is encoded once. A value is 8 bytes,
 * little-endian; behind it come a byte of the protocol and the timestamp as a varint of six bytes.
 * Not thread-safe.
 */
public final class PatchedSamples {

  /** Bytes of a timestamp as a varint: of all from the year 1971 to 2109. */
  static final int TIMESTAMP_BYTES = 6;

  private static final long LEAST_TIMESTAMP = 1L << 35;
  private static final long TIMESTAMP_LIMIT = 1L << 42;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int[] valueAt;
  private final ValueKind[] kinds;
  private final double[] values;
  private final RandomBits random;
  private final byte[] timestamp = new byte[TIMESTAMP_BYTES];

  /**
   * Of a request.
   *
   * @param valueAt where each series' value is in the bytes
   * @param seed of the values
   */
  public PatchedSamples(byte[] bytes, int[] valueAt, ValueKind[] kinds, long seed) {
    this.bytes = bytes;
    this.valueAt = valueAt;
    this.kinds = kinds;
    this.values = new double[kinds.length];
    this.random = new RandomBits(seed);
    for (int i = 0; i < kinds.length; i++) {
      values[i] = kinds[i].first(random.next());
    }
  }

  /** The request, as it is since the last {@link #patch}; not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many samples it has, one of each series. */
  public int size() {
    return values.length;
  }

  /** The value of a series, from 0, since the last {@link #patch}. */
  public double value(int series) {
    return values[series];
  }

  /** Moves every series on to its next value, at a time. */
  public void patch(long millis) {
    varint(millis);
    for (int i = 0; i < values.length; i++) {
      double value = kinds[i].next(values[i], random.next());
      values[i] = value;
      int at = valueAt[i];
      LONG.set(bytes, at, Double.doubleToRawLongBits(value));
      System.arraycopy(timestamp, 0, bytes, at + Double.BYTES + 1, TIMESTAMP_BYTES);
    }
  }

  private void varint(long millis) {
    if (millis < LEAST_TIMESTAMP || millis >= TIMESTAMP_LIMIT) {
      throw new IllegalArgumentException("timestamp " + millis + " is no varint of six bytes");
    }
    for (int i = 0; i < TIMESTAMP_BYTES; i++) {
      int more = i + 1 == TIMESTAMP_BYTES ? 0 : 0x80;
      timestamp[i] = (byte) (((millis >>> (7 * i)) & 0x7f) | more);
    }
  }
}
