package io.tidegauge.contract.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the protobuf wire format (protobuf.dev/programming-guides/encoding) from a slice of a byte
 * array, allocating nothing. Every malformed input ends in {@link MalformedRecordException}. Not
 * thread-safe; reusable through {@link #reset}.
 */
public final class ProtoReader {

  /** Wire type of varints. */
  public static final int VARINT = 0;

  /** Wire type of fixed64 and double. */
  public static final int FIXED64 = 1;

  /** Wire type of length-delimited fields. */
  public static final int LENGTH_DELIMITED = 2;

  /** Wire type of fixed32 and float. */
  public static final int FIXED32 = 5;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] buffer = new byte[0];
  private int position;
  private int limit;
  private int tag;

  /** Starts over on {@code length} bytes of {@code bytes} from {@code offset}. */
  public ProtoReader reset(byte[] bytes, int offset, int length) {
    if (offset < 0 || length < 0 || offset > bytes.length - length) {
      throw new MalformedRecordException("slice outside of the buffer");
    }
    this.buffer = bytes;
    this.position = offset;
    this.limit = offset + length;
    this.tag = 0;
    return this;
  }

  /** The array that is read; offsets given by {@link #position()} are in it. */
  public byte[] buffer() {
    return buffer;
  }

  /** The absolute position in the array. */
  public int position() {
    return position;
  }

  /** Moves to an absolute position inside the slice. */
  public void position(int newPosition) {
    if (newPosition < 0 || newPosition > limit) {
      throw truncated();
    }
    position = newPosition;
  }

  /** The end of the slice, exclusive. */
  public int limit() {
    return limit;
  }

  /** Narrows the slice to an absolute end, and gives the old one to be restored later. */
  public int limit(int newLimit) {
    if (newLimit < position || newLimit > buffer.length) {
      throw truncated();
    }
    int old = limit;
    limit = newLimit;
    return old;
  }

  /** Moves to the next field; false at the end of the slice. */
  public boolean nextField() {
    if (position >= limit) {
      return false;
    }
    long value = readVarint();
    if (value <= 0 || value > 0xFFFFFFFFL || (value >>> 3) == 0) {
      throw new MalformedRecordException("invalid field tag at byte " + position);
    }
    tag = (int) value;
    return true;
  }

  /** The number of the current field. */
  public int fieldNumber() {
    return tag >>> 3;
  }

  /** The wire type of the current field. */
  public int wireType() {
    return tag & 7;
  }

  /** Refuses a current field of another wire type. */
  public void expect(int wireType) {
    if (wireType() != wireType) {
      throw new MalformedRecordException(
          "field " + fieldNumber() + " has wire type " + wireType() + " instead of " + wireType);
    }
  }

  /** Skips the current field's value. */
  public void skip() {
    switch (wireType()) {
      case VARINT -> readVarint();
      case FIXED64 -> advance(8);
      case LENGTH_DELIMITED -> {
        int length = readLength();
        position += length;
      }
      case FIXED32 -> advance(4);
      default ->
          throw new MalformedRecordException(
              "field " + fieldNumber() + " has unsupported wire type " + wireType());
    }
  }

  /** The current field as a varint; another wire type is refused. */
  public long varintField() {
    expect(VARINT);
    return readVarint();
  }

  /** The current field as an unsigned 31-bit integer; another wire type is refused. */
  public int uint31Field() {
    expect(VARINT);
    return readUint31();
  }

  /** The current field as a zigzag varint (sint64); another wire type is refused. */
  public long zigZagField() {
    expect(VARINT);
    return readZigZag();
  }

  /** The current field as a fixed64; another wire type is refused. */
  public long fixed64Field() {
    expect(FIXED64);
    return readFixed64();
  }

  /** The current field as a double; another wire type is refused. */
  public double doubleField() {
    expect(FIXED64);
    return readDouble();
  }

  /** The current field as a string (allocates); another wire type is refused. */
  public String stringField() {
    expect(LENGTH_DELIMITED);
    return readString();
  }

  /** The current field as bytes (allocates); another wire type is refused. */
  public byte[] bytesField() {
    expect(LENGTH_DELIMITED);
    return readBytes();
  }

  /**
   * Narrows the slice to the current field, a nested message or packed values; another wire type is
   * refused. Give the result to {@link #leave} once it is read.
   */
  public int enter() {
    expect(LENGTH_DELIMITED);
    int length = readLength();
    return limit(position + length);
  }

  /** Restores the slice that {@link #enter} narrowed; all of the field must have been read. */
  public void leave(int outerLimit) {
    if (position != limit) {
      throw new MalformedRecordException(
          (limit - position) + " bytes too many in a field, at byte " + position);
    }
    limit = outerLimit;
  }

  /** A base-128 varint of at most ten bytes. */
  public long readVarint() {
    int p = position;
    if (p < limit && buffer[p] >= 0) {
      position = p + 1;
      return buffer[p];
    }
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (p >= limit) {
        throw truncated();
      }
      byte b = buffer[p++];
      result |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        position = p;
        return result;
      }
    }
    throw new MalformedRecordException("varint longer than ten bytes at byte " + p);
  }

  /** A varint that must fit an unsigned 31-bit integer. */
  public int readUint31() {
    long value = readVarint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedRecordException("value " + Long.toUnsignedString(value) + " is too large");
    }
    return (int) value;
  }

  /** A zigzag-encoded varint (sint64). */
  public long readZigZag() {
    long value = readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A little-endian fixed64. */
  public long readFixed64() {
    int p = advance(8);
    return (long) LONG.get(buffer, p);
  }

  /** A little-endian fixed32. */
  public int readFixed32() {
    int p = advance(4);
    return (int) INT.get(buffer, p);
  }

  /** A double; every bit pattern is kept. */
  public double readDouble() {
    return Double.longBitsToDouble(readFixed64());
  }

  /**
   * The length of a length-delimited value; the value starts at {@link #position()} and lies inside
   * the slice.
   */
  public int readLength() {
    long length = readVarint();
    if (length < 0 || length > limit - position) {
      throw truncated();
    }
    return (int) length;
  }

  /** A length-delimited string, decoded leniently as UTF-8 (allocates). */
  public String readString() {
    int length = readLength();
    int p = advance(length);
    return new String(buffer, p, length, StandardCharsets.UTF_8);
  }

  /** A length-delimited value, copied (allocates). */
  public byte[] readBytes() {
    int length = readLength();
    int p = advance(length);
    return java.util.Arrays.copyOfRange(buffer, p, p + length);
  }

  private int advance(int count) {
    int p = position;
    if (count > limit - p) {
      throw truncated();
    }
    position = p + count;
    return p;
  }

  private MalformedRecordException truncated() {
    return new MalformedRecordException("record ends inside a field, at byte " + position);
  }
}
