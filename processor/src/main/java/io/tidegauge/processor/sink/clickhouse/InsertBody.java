package io.tidegauge.processor.sink.clickhouse;

import io.tidegauge.processor.sink.clickhouse.ClickHouseProperties.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jpountz.lz4.LZ4FrameOutputStream;

/**
 * Writes the values of ClickHouse's binary formats (Native and RowBinary,
 * clickhouse.com/docs/interfaces/formats): little-endian, no padding. Kept in chunks, so that it
 * grows without copying. Not thread-safe.
 */
public final class InsertBody {

  private static final int BUFFER = 64 * 1024;
  private static final int WIDEST_VALUE = 16;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteChunks chunks = new ByteChunks();
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int size;

  InsertBody(Compression compression) {
    out = compression == Compression.LZ4 ? lz4(chunks) : chunks;
  }

  private static OutputStream lz4(OutputStream out) {
    try {
      return new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_256KB);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** UInt8 and Enum8. */
  public void uint8(int value) {
    room();
    buffer[size++] = (byte) value;
  }

  /** UInt32. */
  public void uint32(int value) {
    room();
    INT.set(buffer, size, value);
    size += Integer.BYTES;
  }

  /** UInt64, and DateTime64(3) as ms since the epoch. */
  public void uint64(long value) {
    room();
    LONG.set(buffer, size, value);
    size += Long.BYTES;
  }

  /** UInt128. */
  public void uint128(long high, long low) {
    room();
    LONG.set(buffer, size, low);
    LONG.set(buffer, size + Long.BYTES, high);
    size += 2 * Long.BYTES;
  }

  /** Float64; every bit is kept. */
  public void float64(double value) {
    uint64(Double.doubleToRawLongBits(value));
  }

  /** VarUInt: LEB128, as for lengths. */
  public void varUint(long value) {
    room();
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  /** String and LowCardinality(String). */
  public void string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    bytes(bytes, bytes.length);
  }

  /** String of bytes. */
  public void bytes(byte[] bytes, int length) {
    varUint(length);
    if (length > buffer.length - size) {
      flush();
    }
    if (length > buffer.length) {
      send(bytes, length);
      return;
    }
    System.arraycopy(bytes, 0, buffer, size, length);
    size += length;
  }

  /** What was written; nothing can be added after it. */
  List<byte[]> finish() {
    flush();
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return chunks.toList();
  }

  private void room() {
    if (buffer.length - size < WIDEST_VALUE) {
      flush();
    }
  }

  private void flush() {
    send(buffer, size);
    size = 0;
  }

  private void send(byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
