package io.tidegauge.query.store;

import io.tidegauge.contract.series.SeriesId;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads an answer of ClickHouse's RowBinary format (clickhouse.com/docs/interfaces/formats), value
 * by value in the order of the statement's columns: little-endian, no padding. A value that the
 * answer ends in, or that is too long to be one, is an {@link IOException}. Blocking; not
 * thread-safe.
 */
final class RowBinary {

  /** Bytes of one value at the most: more is no value of ours. */
  static final int LONGEST = 16 << 20;

  private static final int CAPACITY = 64 << 10;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final InputStream in;
  private final byte[] buffer = new byte[CAPACITY];
  private int at;
  private int end;

  RowBinary(InputStream in) {
    this.in = in;
  }

  /** Whether there is another row. */
  boolean hasNext() throws IOException {
    return at < end || fill();
  }

  /** Int8, UInt8 and Enum8. */
  byte int8() throws IOException {
    if (!hasNext()) {
      throw ended();
    }
    return buffer[at++];
  }

  /**
   * Int64 and UInt64; DateTime64(3) as ms since the epoch; half of a UInt128, the low one first.
   */
  long int64() throws IOException {
    if (end - at < Long.BYTES) {
      gather(Long.BYTES);
    }
    long value = (long) LONG.get(buffer, at);
    at += Long.BYTES;
    return value;
  }

  /** Int32 and UInt32. */
  int int32() throws IOException {
    if (end - at < Integer.BYTES) {
      gather(Integer.BYTES);
    }
    int value = (int) INT.get(buffer, at);
    at += Integer.BYTES;
    return value;
  }

  /** Float64; every bit is kept. */
  double float64() throws IOException {
    return Double.longBitsToDouble(int64());
  }

  /** The UInt128 of a series. */
  SeriesId seriesId() throws IOException {
    long low = int64();
    return new SeriesId(int64(), low);
  }

  /** String and LowCardinality(String). */
  String string() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** String of bytes. */
  byte[] bytes() throws IOException {
    byte[] value = new byte[length()];
    int buffered = Math.min(value.length, end - at);
    System.arraycopy(buffer, at, value, 0, buffered);
    at += buffered;
    if (in.readNBytes(value, buffered, value.length - buffered) < value.length - buffered) {
      throw ended();
    }
    return value;
  }

  /** Map(String, String), in its order. */
  Map<String, String> strings() throws IOException {
    int size = length();
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      String name = string();
      map.put(name, string());
    }
    return map;
  }

  /** A length as LEB128. */
  private int length() throws IOException {
    long length = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte next = int8();
      length |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        if (length > LONGEST) {
          break;
        }
        return (int) length;
      }
    }
    throw new IOException("ClickHouse's answer has a value of more than " + LONGEST + " bytes");
  }

  /** Has so many bytes in one piece in the buffer. */
  private void gather(int bytes) throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    while (end < bytes) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        throw ended();
      }
      end += read;
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private static EOFException ended() {
    return new EOFException("ClickHouse's answer ends within a row");
  }
}
