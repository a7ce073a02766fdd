package io.tidegauge.processor.sink.clickhouse;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Bytes in chunks of growing size: no copy of all when there are more. */
final class ByteChunks extends OutputStream {

  private static final int SMALLEST = 4 * 1024;
  private static final int LARGEST = 128 * 1024;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last = new byte[SMALLEST];
  private int size;

  @Override
  public void write(int b) {
    if (size == last.length) {
      next();
    }
    last[size++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int from = offset;
    int left = length;
    while (left > 0) {
      if (size == last.length) {
        next();
      }
      int count = Math.min(left, last.length - size);
      System.arraycopy(bytes, from, last, size, count);
      size += count;
      from += count;
      left -= count;
    }
  }

  private void next() {
    full.add(last);
    last = new byte[Math.min(LARGEST, last.length * 2)];
    size = 0;
  }

  /** All bytes in order. */
  List<byte[]> toList() {
    List<byte[]> all = new ArrayList<>(full);
    all.add(size == last.length ? last : Arrays.copyOf(last, size));
    return all;
  }
}
