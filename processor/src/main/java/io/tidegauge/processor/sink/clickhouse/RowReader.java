package io.tidegauge.processor.sink.clickhouse;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the values of ClickHouse's RowBinary format (clickhouse.com/docs/interfaces/formats):
 * little-endian, no padding. Not thread-safe.
 */
public final class RowReader {

  private final InputStream in;

  RowReader(InputStream in) {
    this.in = new BufferedInputStream(in, 64 * 1024);
  }

  /** Whether there is another row. */
  public boolean next() throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return false;
    }
    in.reset();
    return true;
  }

  /** UInt8 and Enum8. */
  public int uint8() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException("the answer ends within a row");
    }
    return value;
  }

  /** UInt32. */
  public int uint32() throws IOException {
    return (int) number(Integer.BYTES);
  }

  /**
   * UInt64 and Int64; DateTime64(3) as ms since the epoch; half of a UInt128, the low one first.
   */
  public long uint64() throws IOException {
    return number(Long.BYTES);
  }

  /** Float64; every bit is kept. */
  public double float64() throws IOException {
    return Double.longBitsToDouble(uint64());
  }

  /** String and LowCardinality(String). */
  public String string() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** String of bytes. */
  public byte[] bytes() throws IOException {
    int length = 0;
    int shift = 0;
    int next;
    do {
      next = uint8();
      length |= (next & 0x7F) << shift;
      shift += 7;
    } while ((next & 0x80) != 0);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ends within a row");
    }
    return bytes;
  }

  private long number(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) uint8() << (8 * i);
    }
    return value;
  }
}
