package io.tidegauge.loadtest.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A body: one {@code prometheus.WriteRequest} (Remote-Write 1.0,
 * prometheus.io/docs/specs/prw/remote_write_spec) with one sample of each of its series, not
 * compressed. It is encoded once; for each step only timestamps and values are written over. Not
 * thread-safe.
 */
public final class BodyTemplate implements Body {

  private static final int SAMPLE_LENGTH = 1 + Double.BYTES + 1 + PatchedSamples.TIMESTAMP_BYTES;

  private final int first;
  private final PatchedSamples samples;
  private byte[] bytes;
  private int size;

  /** Of series from a number on. */
  public BodyTemplate(SeriesLabels labels, int first, int count, long seed) {
    this.first = first;
    this.bytes = new byte[count * 160];
    ValueKind[] kinds = new ValueKind[count];
    int[] valueAt = new int[count];
    for (int i = 0; i < count; i++) {
      kinds[i] = labels.kind(first + i);
      valueAt[i] = append(labels, first + i);
    }
    bytes = Arrays.copyOf(bytes, size);
    this.samples = new PatchedSamples(bytes, valueAt, kinds, Mix.of(seed, 3, first));
  }

  /** The first of its series. */
  public int first() {
    return first;
  }

  /** One of each series. */
  @Override
  public int samples() {
    return samples.size();
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  /** The value of a series, from 0, since the last {@link #patch}. */
  public double value(int series) {
    return samples.value(series);
  }

  /** Moves every series on to its next value, at a time. */
  @Override
  public void patch(long millis) {
    samples.patch(millis);
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
    ensure(PatchedSamples.TIMESTAMP_BYTES);
    size += PatchedSamples.TIMESTAMP_BYTES;
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
