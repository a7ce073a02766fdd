package io.tidegauge.ingest.otlp;

import io.tidegauge.contract.wire.ProtoReader;
import java.util.Arrays;

/**
 * One range (positive or negative) of an exponential histogram's buckets. Keeps as many as the
 * limit and counts the rest. Not thread-safe.
 */
final class ExponentialBuckets {

  private final int limit;
  private final ProtoReader in = new ProtoReader();
  private long[] counts = new long[160];
  private int offset;
  private int size;
  private int first;
  private int last;

  ExponentialBuckets(int limit) {
    this.limit = limit;
  }

  void clear() {
    offset = 0;
    size = 0;
    first = 0;
    last = -1;
  }

  /** Reads a {@code Buckets} message, the reader's current field. */
  void read(ProtoReader outer) {
    outer.expect(ProtoReader.LENGTH_DELIMITED);
    int length = outer.readLength();
    int start = outer.position();
    outer.position(start + length);
    in.reset(outer.buffer(), start, length);
    while (in.nextField()) {
      switch (in.fieldNumber()) {
        case 1 -> {
          in.expect(ProtoReader.VARINT);
          offset = (int) in.readZigZag();
        }
        case 2 -> readCounts();
        default -> in.skip();
      }
    }
  }

  private void readCounts() {
    if (in.wireType() == ProtoReader.VARINT) {
      add(in.readVarint());
      return;
    }
    in.expect(ProtoReader.LENGTH_DELIMITED);
    int length = in.readLength();
    int end = in.position() + length;
    int outer = in.limit(end);
    while (in.position() < end) {
      add(in.readVarint());
    }
    in.limit(outer);
  }

  private void add(long count) {
    if (size < limit) {
      if (size == counts.length) {
        counts = Arrays.copyOf(counts, size * 2);
      }
      counts[size] = count;
      if (count != 0) {
        if (last < 0) {
          first = size;
        }
        last = size;
      }
    }
    size++;
  }

  /** How many there were, those over the limit too. */
  int size() {
    return size;
  }

  boolean isEmpty() {
    return last < 0;
  }

  /** How many buckets, from the first to the last that is not empty, are {@code shift} coarser. */
  long span(int shift) {
    return isEmpty() ? 0 : lastIndex(shift) - firstIndex(shift) + 1;
  }

  /** The index of the first bucket that is not empty. */
  long firstIndex(int shift) {
    return ((long) offset + first) >> shift;
  }

  /** The index of the last bucket that is not empty. */
  long lastIndex(int shift) {
    return ((long) offset + last) >> shift;
  }

  /** The count of a bucket that is {@code shift} coarser. */
  long count(long index, int shift) {
    long from = Math.max(first, (index << shift) - offset);
    long to = Math.min(last, ((index + 1) << shift) - 1 - offset);
    long sum = 0;
    for (long i = from; i <= to; i++) {
      sum += counts[(int) i];
    }
    return sum;
  }
}
