package io.tidegauge.contract.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the protobuf wire format into a growing byte array that is reused. Not thread-safe. Fields
 * whose value is the proto3 default are written all the same: leave them out at the caller where
 * that is wanted.
 */
public final class ProtoWriter {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] buffer;
  private int size;

  /** A writer with room for {@code capacity} bytes before it grows. */
  public ProtoWriter(int capacity) {
    this.buffer = new byte[Math.max(16, capacity)];
  }

  /** The bytes written so far. */
  public int size() {
    return size;
  }

  /** The backing array; valid up to {@link #size()} and until the next write. */
  public byte[] buffer() {
    return buffer;
  }

  /** Forgets all that was written, keeps the array. */
  public ProtoWriter reset() {
    size = 0;
    return this;
  }

  /** Takes back everything after {@code newSize} bytes. */
  public void truncate(int newSize) {
    if (newSize < 0 || newSize > size) {
      throw new IllegalArgumentException("cannot truncate " + size + " bytes to " + newSize);
    }
    size = newSize;
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** A tag and a varint value. */
  public void varintField(int field, long value) {
    varint(((long) field << 3) | ProtoReader.VARINT);
    varint(value);
  }

  /** A tag and a zigzag varint value (sint64). */
  public void zigZagField(int field, long value) {
    varintField(field, zigZag(value));
  }

  /** A tag and a little-endian fixed64. */
  public void fixed64Field(int field, long value) {
    varint(((long) field << 3) | ProtoReader.FIXED64);
    fixed64(value);
  }

  /** A tag and a double, bits as they are. */
  public void doubleField(int field, double value) {
    fixed64Field(field, Double.doubleToRawLongBits(value));
  }

  /** A tag, a length and a slice. */
  public void bytesField(int field, byte[] bytes, int offset, int length) {
    varint(((long) field << 3) | ProtoReader.LENGTH_DELIMITED);
    varint(length);
    bytes(bytes, offset, length);
  }

  /** A tag, a length and a whole array. */
  public void bytesField(int field, byte[] bytes) {
    bytesField(field, bytes, 0, bytes.length);
  }

  /** A tag, a length and the UTF-8 of a string. */
  public void stringField(int field, String value) {
    bytesField(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Starts a nested message; give the result to {@link #endMessage}. Three bytes are held for its
   * length (a padded varint, which every reader accepts), so that nothing moves when it ends; a
   * message over 2 MiB moves.
   */
  public int beginMessage(int field) {
    varint(((long) field << 3) | ProtoReader.LENGTH_DELIMITED);
    ensure(3);
    size += 3;
    return size;
  }

  /** Ends the nested message that {@link #beginMessage} started. */
  public void endMessage(int start) {
    int length = size - start;
    if (length >= 1 << 21) {
      int extra = 2;
      ensure(extra);
      System.arraycopy(buffer, start, buffer, start + extra, length);
      size += extra;
      paddedVarint(start - 3, length, 5);
    } else {
      paddedVarint(start - 3, length, 3);
    }
  }

  /** A bare varint. */
  public void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  /** A bare little-endian fixed64. */
  public void fixed64(long value) {
    ensure(8);
    LONG.set(buffer, size, value);
    size += 8;
  }

  /** Bare bytes. */
  public void bytes(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
  }

  /** The zigzag form of a signed value. */
  public static long zigZag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  /** How many bytes {@link #varint} takes for a value. */
  public static int varintSize(long value) {
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value | 1)) / 7);
  }

  private void paddedVarint(int at, int value, int width) {
    int rest = value;
    for (int i = 0; i < width - 1; i++) {
      buffer[at + i] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[at + width - 1] = (byte) rest;
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
