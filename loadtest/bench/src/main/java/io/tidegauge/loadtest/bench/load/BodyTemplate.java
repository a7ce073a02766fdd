package io.tidegauge.loadtest.bench.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A body: one {@code prometheus.WriteRequest} (Remote-Write 1.0,
 * prometheus.io/docs/specs/prw/remote_write_spec) with one sample of each of its series, not
 * compressed. It is encoded once; for each step only timestamps and values are written over. Not
 * thread-safe.
 */
final class BodyTemplate {

  /** Bytes of a timestamp as a varint: of all from the year 1971 to 2109. */
  static final int TIMESTAMP_BYTES = 6;

  private static final long LEAST_TIMESTAMP = 1L << 35;
  private static final long TIMESTAMP_LIMIT = 1L << 42;
  private static final int SAMPLE_LENGTH = 1 + Double.BYTES + 1 + TIMESTAMP_BYTES;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final int first;
  private final ValueKind[] kinds;
  private final double[] values;
  private final int[] valueAt;
  private final byte[] timestamp = new byte[TIMESTAMP_BYTES];
  private byte[] bytes;
  private int size;
  private long random;

  /** Of series from a number on. */
  BodyTemplate(SeriesLabels labels, int first, int count, long seed) {
    this.first = first;
    this.kinds = new ValueKind[count];
    this.values = new double[count];
    this.valueAt = new int[count];
    this.bytes = new byte[count * 160];
    this.random = Mix.of(seed, 3, first) | 1;
    for (int i = 0; i < count; i++) {
      kinds[i] = labels.kind(first + i);
      values[i] = kinds[i].first(nextRandom());
      valueAt[i] = append(labels, first + i);
    }
    bytes = Arrays.copyOf(bytes, size);
  }

  /** The first of its series. */
  int first() {
    return first;
  }

  /** How many samples it has, one of each series. */
  int samples() {
    return values.length;
  }

  /** Its bytes, as they are since the last {@link #patch}. */
  byte[] bytes() {
    return bytes;
  }

  /** The value of a series, from 0, since the last {@link #patch}. */
  double value(int series) {
    return values[series];
  }

  /** Moves every series on to its next value, at a time. */
  void patch(long millis) {
    varint(millis);
    for (int i = 0; i < values.length; i++) {
      double value = kinds[i].next(values[i], nextRandom());
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

  /** Xorshift64. */
  private long nextRandom() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return random * 0x2545f4914f6cdd1dL;
  }

  /** Appends a series with room for a sample; gives where the value is. */
  private int append(SeriesLabels labels, int series) {
    byte[][] texts =
        labels.of(series).stream()
            .flatMap(label -> Stream.of(label.name(), label.value()))
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    int content = 2 + SAMPLE_LENGTH;
    for (int i = 0; i < texts.length; i += 2) {
      int length = labelLength(texts[i], texts[i + 1]);
      content += 1 + lengthSize(length) + length;
    }
    field(1, content);
    for (int i = 0; i < texts.length; i += 2) {
      field(1, labelLength(texts[i], texts[i + 1]));
      text(1, texts[i]);
      text(2, texts[i + 1]);
    }
    field(2, SAMPLE_LENGTH);
    put(1 << 3 | 1);
    int value = size;
    ensure(Double.BYTES);
    size += Double.BYTES;
    put(2 << 3);
    ensure(TIMESTAMP_BYTES);
    size += TIMESTAMP_BYTES;
    return value;
  }

  private static int labelLength(byte[] name, byte[] value) {
    return 2 + lengthSize(name.length) + name.length + lengthSize(value.length) + value.length;
  }

  private void text(int number, byte[] text) {
    field(number, text.length);
    ensure(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  /** A field with a length before its content. */
  private void field(int number, int length) {
    put(number << 3 | 2);
    int left = length;
    while (left >= 0x80) {
      put((left & 0x7f) | 0x80);
      left >>>= 7;
    }
    put(left);
  }

  private static int lengthSize(int length) {
    return (38 - Integer.numberOfLeadingZeros(length | 1)) / 7;
  }

  private void put(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
